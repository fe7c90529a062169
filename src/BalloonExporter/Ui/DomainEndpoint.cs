using BalloonExporter.Api;
using BalloonExporter.Pages;

namespace BalloonExporter.Ui;

/// <summary><c>/ui/domains/{uuid}</c>: one domain.</summary>
internal sealed class DomainEndpoint(UiGate gate, DomainLook look)
{
    public const string Path = $"{UiGate.Root}/domains/{{uuid}}";

    public Task GetAsync(HttpContext context) => gate.ShowAsync(context, async page =>
    {
        var text = (string)context.GetRouteValue("uuid")!;
        var (view, nothing) = DomainUuid.TryRead(text) is { } uuid ? await look.LookAsync(uuid, page.Caller!, context.RequestAborted) : (null, DomainUuid.NotOne(text));
        if (view is null)
            await UiGate.RefuseAsync(context, nothing!.Status, nothing.Error);
        else
            await PageAnswer.WriteAsync(context, StatusCodes.Status200OK, DomainPage.Of(page, view));
    });
}
