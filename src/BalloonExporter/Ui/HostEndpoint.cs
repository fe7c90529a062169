using BalloonExporter.Pages;

namespace BalloonExporter.Ui;

/// <summary><c>/ui/</c>: the host and its domains.</summary>
internal sealed class HostEndpoint(UiGate gate, HostLook look)
{
    public const string Path = $"{UiGate.Root}/";

    public Task GetAsync(HttpContext context)
    {
        // All links are relative to the folder.
        if (!context.Request.Path.Value!.EndsWith('/'))
        {
            context.Response.Redirect($"ui/{context.Request.QueryString}");
            return Task.CompletedTask;
        }

        return gate.ShowAsync(context, async page =>
        {
            var view = await look.LookAsync(context.RequestAborted);
            await PageAnswer.WriteAsync(context, StatusCodes.Status200OK, HostPage.Of(page, view, TableQuery.Of(context.Request.Query)));
        });
    }
}
