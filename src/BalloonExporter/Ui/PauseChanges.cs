using BalloonExporter.Api;
using BalloonExporter.Options.Keys;
using BalloonExporter.Pages;

namespace BalloonExporter.Ui;

/// <summary><c>/ui/pause</c> and <c>/ui/resume</c>: what the API does, from a form.</summary>
internal sealed class PauseChanges(UiGate gate, PauseEndpoint pauses)
{
    public const string Path = $"{UiGate.Root}/pause";
    public const string ResumePath = $"{UiGate.Root}/resume";

    public Task PauseAsync(HttpContext context) => gate.ChangeAsync(context, Scope.Pause, async page =>
    {
        if (await PageForm.ReadAsync(context) is not { } form)
        {
            await UiGate.RefuseAsync(context, StatusCodes.Status400BadRequest, UiChange.NoForm);
            return;
        }

        var question = new PauseQuestion { Reason = UiChange.Said(form[PausePart.Reason]), For = UiChange.Said(form[PausePart.For]) };
        await UiChange.AnswerAsync(context, (await pauses.BeginAsync(question, page.Caller!)).Result, page.Root);
    });

    public Task ResumeAsync(HttpContext context) => gate.ChangeAsync(context, Scope.Pause, async page =>
        await UiChange.AnswerAsync(context, await pauses.ResumeAsync(page.Caller!), page.Root));
}
