using BalloonExporter.Api;
using BalloonExporter.Core.Model;
using BalloonExporter.Options.Keys;
using BalloonExporter.Pages;

namespace BalloonExporter.Ui;

/// <summary>Changes of a policy: what the API's <c>PATCH</c> and <c>DELETE</c> do, from a form.</summary>
internal sealed class PolicyChanges(UiGate gate, HostLook look, PolicyEndpoint policies)
{
    public const string Path = $"{DomainEndpoint.Path}/policy";
    public const string ClearPath = $"{DomainEndpoint.Path}/policy/clear";

    public Task ChangeAsync(HttpContext context) => gate.ChangeAsync(context, Scope.Policy, async page =>
    {
        var text = (string)context.GetRouteValue("uuid")!;
        if (DomainUuid.TryRead(text) is not { } uuid)
            await UiChange.AnswerAsync(context, DomainUuid.NotOne(text), page.Root);
        else if (await PageForm.ReadAsync(context) is not { } form)
            await UiGate.RefuseAsync(context, StatusCodes.Status400BadRequest, UiChange.NoForm);
        else if (PolicyForm.ChangeOf(form) is not { Named: not PolicySettings.None } change)
            UiChange.Lead(context, $"{page.Root}domains/{uuid}");
        else
            await AnswerAsync(context, page, (await policies.MergeAsync(uuid, change, page.Caller!, context.RequestAborted)).Result);
    });

    public Task ClearAsync(HttpContext context) => gate.ChangeAsync(context, Scope.Policy, async page =>
        await AnswerAsync(context, page, (await policies.DeleteAsync((string)context.GetRouteValue("uuid")!, page.Caller!, context.RequestAborted)).Result));

    private Task AnswerAsync(HttpContext context, UiContext page, IResult result)
    {
        look.Forget();
        return UiChange.AnswerAsync(context, result, $"{page.Root}domains/{context.GetRouteValue("uuid")}");
    }
}
