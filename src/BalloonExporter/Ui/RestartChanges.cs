using BalloonExporter.Api;
using BalloonExporter.Options.Keys;
using BalloonExporter.Pages;

namespace BalloonExporter.Ui;

/// <summary>Restarts: what the API does, from forms.</summary>
internal sealed class RestartChanges(UiGate gate, RestartEndpoint restarts, TimeProvider time)
{
    public const string Path = $"{DomainEndpoint.Path}/restart";
    public const string ForcePath = $"{DomainEndpoint.Path}/restart/force";
    public const string LeavePath = $"{DomainEndpoint.Path}/restart/leave";

    // Room may take half a minute to make. The page tells how far it is.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public Task BeginAsync(HttpContext context) => AskAsync(context, form => new RestartQuestion { Timeout = UiChange.Said(form[RestartPart.Timeout]) });

    public Task ForceAsync(HttpContext context) => AskAsync(context, form => RestartQuestion.Forced(isConfirmed: form[RestartPart.Confirm] == RestartPart.Yes));

    public Task LeaveAsync(HttpContext context) => gate.ChangeAsync(context, Scope.Restart, async page =>
    {
        var text = (string)context.GetRouteValue("uuid")!;
        await UiChange.AnswerAsync(context, (await restarts.DeleteAsync(text, page.Caller!)).Result, $"{page.Root}domains/{text}");
    });

    private Task AskAsync(HttpContext context, Func<IFormCollection, RestartQuestion> ask) => gate.ChangeAsync(context, Scope.Restart, async page =>
    {
        var text = (string)context.GetRouteValue("uuid")!;
        if (DomainUuid.TryRead(text) is not { } uuid)
            await UiChange.AnswerAsync(context, DomainUuid.NotOne(text), page.Root);
        else if (await PageForm.ReadAsync(context) is not { } form)
            await UiGate.RefuseAsync(context, StatusCodes.Status400BadRequest, UiChange.NoForm);
        else
            await BeginAsync(context, page, uuid, ask(form));
    });

    private async Task BeginAsync(HttpContext context, UiContext page, Guid uuid, RestartQuestion question)
    {
        var (checkedQuestion, refusal) = RestartQuestion.Check(question);
        if (checkedQuestion is null)
        {
            await UiChange.AnswerAsync(context, refusal!, page.Root);
            return;
        }

        // Goes on when the browser leaves.
        var begun = restarts.BeginAsync(uuid, checkedQuestion, page.Caller!, CancellationToken.None);
        await Task.WhenAny(begun, Task.Delay(Patience, time, CancellationToken.None));
        var back = $"{page.Root}domains/{uuid}";
        if (begun.IsCompleted)
            await UiChange.AnswerAsync(context, (await begun).Result, back);
        else
            UiChange.Lead(context, back);
    }
}
