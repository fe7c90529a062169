using BalloonExporter.Api;
using BalloonExporter.Options;
using BalloonExporter.Pages;
using ExporterToolkit.Configuration;
using ExporterToolkit.Hosting;
using ExporterToolkit.WebConfig;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace BalloonExporter.Web;

/// <summary>Opens the addresses, and restricts each to its pages.</summary>
internal static class KestrelSetup
{
    /// <param name="server">The server.</param>
    /// <param name="options">Its addresses.</param>
    /// <param name="socket">The API's own socket, which one passed by systemd replaces.</param>
    public static void Listen(this KestrelServerOptions server, ExporterOptions options, ApiSocket socket)
    {
        ServerBounds.Set(server);
        var web = server.ApplicationServices.GetRequiredService<WebConfigFile>();
        var gate = new ConnectionGate(
            server.ApplicationServices.GetRequiredService<ConnectionLimits>(),
            server.ApplicationServices.GetService<TimeProvider>() ?? TimeProvider.System,
            server.ApplicationServices.GetRequiredService<ILogger<ConnectionGate>>());
        Open(options.ListenAddresses, SocketPurpose.Metrics, options.FeedbackIsApart ? EndpointScope.MetricsOnly : EndpointScope.Both);
        Open(options.FeedbackListenAddresses, SocketPurpose.Feedback, EndpointScope.ApiOnly);
        foreach (var address in options.Customer.ListenAddresses)
            address.Listen(server, listen => ConfigureForCustomers(listen, web, gate));
        if (socket.IsOpen)
            server.ListenHandle((ulong)socket.Duplicate(), listen => ConfigureLocal(listen, gate));
        foreach (var handed in options.Sockets.Where(handed => handed.Serves == SocketPurpose.Api))
            server.ListenHandle((ulong)handed.Descriptor, listen => ConfigureLocal(listen, gate));

        void Open(IReadOnlyList<ListenAddress> addresses, SocketPurpose purpose, EndpointScope listener)
        {
            var sockets = options.Sockets.Where(handed => handed.Serves == purpose).ToList();
            foreach (var handed in sockets)
                server.ListenHandle((ulong)handed.Descriptor, listen => Configure(listen, listener, web, gate));
            foreach (var address in sockets.Count > 0 ? [] : addresses)
                address.Listen(server, listen => Configure(listen, listener, web, gate));
        }
    }

    /// <summary>A page at an address that does not serve it answers 404. At the customers' address all that is answered has their headers.</summary>
    public static void UseListeners(this WebApplication app, string telemetryPath) => app.Use(async (context, next) =>
    {
        var scope = context.Features.GetRequiredFeature<EndpointScope>();
        if (scope.ServesCustomers && !await context.RequestServices.GetRequiredService<CustomerGate>().AdmitAsync(context))
            return;
        if (scope.Serves(context, telemetryPath))
            await next(context);
        else if (scope.ServesCustomers)
            await context.RequestServices.GetRequiredService<CustomerGate>().NotFoundAsync(context);
        else
            context.Response.StatusCode = StatusCodes.Status404NotFound;
    });

    private static void Configure(ListenOptions listen, EndpointScope listener, WebConfigFile web, ConnectionGate gate)
    {
        // Before the handshake, which opens a file too.
        listen.Use(next => connection => gate.HandleAsync(connection, listener, next));
        listen.UseWebConfig(web);
    }

    private static void ConfigureForCustomers(ListenOptions listen, WebConfigFile web, ConnectionGate gate)
    {
        Configure(listen, EndpointScope.CustomersOnly, web, gate);
        listen.Use(next => connection =>
        {
            connection.Features.Set(LinksOnly.Instance);
            return next(connection);
        });
    }

    private static void ConfigureLocal(ListenOptions listen, ConnectionGate gate)
    {
        listen.Protocols = HttpProtocols.Http1;
        listen.Use(next => connection => gate.HandleAsync(connection, EndpointScope.Local, next));
        listen.Use(next => connection =>
        {
            if (connection.Features.Get<IConnectionSocketFeature>() is { } feature && Peer.Of(feature.Socket) is { } peer)
                connection.Features.Set(peer);
            return next(connection);
        });
    }
}
