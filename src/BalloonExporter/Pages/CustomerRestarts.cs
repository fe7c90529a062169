using BalloonExporter.Core.Model;
using BalloonExporter.Engine;
using BalloonExporter.Options;

namespace BalloonExporter.Pages;

/// <summary>Restarts that customers ask for.</summary>
internal sealed class CustomerRestarts(Restarter restarter, ExporterOptions options, TimeProvider time)
{
    // Room may take half a minute to make. Who waits longer is shown how far it is.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Asks for a graceful restart, and leads back to the page, with the refusal where there is one.</summary>
    public Task BeginAsync(HttpContext context, Session session, bool isOffered) => AskAsync(context, session, isOffered, isForced: false, isConfirmed: false);

    /// <summary>Asks for one by force.</summary>
    public Task ForceAsync(HttpContext context, Session session, bool isOffered, bool isConfirmed) => AskAsync(context, session, isOffered, isForced: true, isConfirmed);

    /// <summary>Stops waiting for a guest that was asked to shut down.</summary>
    public void Leave(HttpContext context, Session session) => restarter.Leave(session.Link.Domain, ClientAddress.CustomerOf(context, session));

    private async Task AskAsync(HttpContext context, Session session, bool isOffered, bool isForced, bool isConfirmed)
    {
        var uuid = session.Link.Domain;
        RestartRefusal? refusal = null;
        if (isOffered)
        {
            var request = new RestartRequest(uuid, isForced, isConfirmed, options.Customer.RestartTimeout, ClientAddress.CustomerOf(context, session));
            var asked = restarter.RequestAsync(request, CancellationToken.None);
            await Task.WhenAny(asked, Task.Delay(Patience, time, CancellationToken.None));
            refusal = asked.IsCompletedSuccessfully ? (await asked).Refusal : null;
        }

        PageRedirect.ToServer(context, uuid, refusal);
    }
}
