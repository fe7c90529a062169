using System.Net.Security;
using System.Security.Authentication;
using BalloonExporter.Api;
using BalloonExporter.Core.Model;
using BalloonExporter.Options;
using ExporterToolkit.Configuration;
using ExporterToolkit.Hosting;
using ExporterToolkit.WebConfig;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace BalloonExporter.Web;

/// <summary>Opens the addresses, and restricts each to its pages.</summary>
internal static class KestrelSetup
{
    // Read-ahead buffer for a page that does not read, or not yet.
    private const int RequestBufferBytes = 64 * Kib.Bytes;

    // Answer data that the client has not read yet.
    private const int ResponseBufferBytes = 16 * Kib.Bytes;

    // HTTP/2: a scraper has one request at a time, a browser a few.
    private const int StreamsPerConnection = 4;

    /// <summary>Limits the buffers per connection: the transport's defaults are a megabyte each.</summary>
    public static void Bound(SocketTransportOptions sockets)
    {
        sockets.MaxReadBufferSize = RequestBufferBytes;
        sockets.MaxWriteBufferSize = ResponseBufferBytes;
    }

    /// <param name="server">The server.</param>
    /// <param name="options">Its addresses.</param>
    /// <param name="socket">The API's own socket, which one passed by systemd replaces.</param>
    public static void Listen(this KestrelServerOptions server, ExporterOptions options, ApiSocket socket)
    {
        server.AddServerHeader = false;
        // Legitimate clients stay far below these.
        server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        server.Limits.MaxRequestHeaderCount = 64;
        server.Limits.MaxRequestHeadersTotalSize = 16 * Kib.Bytes;
        server.Limits.MaxRequestBodySize = 64 * Kib.Bytes;
        server.Limits.MaxRequestBufferSize = RequestBufferBytes;
        server.Limits.MaxResponseBufferSize = ResponseBufferBytes;
        server.Limits.Http2.MaxStreamsPerConnection = StreamsPerConnection;
        server.Limits.Http2.InitialStreamWindowSize = 64 * Kib.Bytes;
        server.Limits.Http2.InitialConnectionWindowSize = 64 * Kib.Bytes;
        var web = server.ApplicationServices.GetRequiredService<WebConfigFile>();
        var gate = new ConnectionGate(
            server.ApplicationServices.GetRequiredService<ConnectionLimits>(),
            server.ApplicationServices.GetService<TimeProvider>() ?? TimeProvider.System,
            server.ApplicationServices.GetRequiredService<ILogger<ConnectionGate>>());
        Open(options.ListenAddresses, SocketPurpose.Metrics, options.FeedbackIsApart ? EndpointScope.MetricsOnly : EndpointScope.Both);
        Open(options.FeedbackListenAddresses, SocketPurpose.Feedback, EndpointScope.ApiOnly);
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

    /// <summary>A page at an address that does not serve it answers 404.</summary>
    public static void UseListeners(this WebApplication app, string telemetryPath) => app.Use((context, next) =>
    {
        if (context.Features.GetRequiredFeature<EndpointScope>().Serves(context, telemetryPath))
            return next(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });

    private static SslServerAuthenticationOptions HandshakeOptions(WebConfigFile web, BaseConnectionContext connection)
    {
        try
        {
            var tls = web.Current.Tls ?? throw new AuthenticationException("TLS is turned off only by a restart");
            var trust = new ClientTrust(tls);
            connection.Features.Set(trust);
            return tls.ForHandshake(trust.Keep);
        }
        catch (FormatException exception)
        {
            // Logged when the file was read. The server treats this type of exception as a failed handshake.
            throw new AuthenticationException(exception.Message, exception);
        }
    }

    private static void Configure(ListenOptions listen, EndpointScope listener, WebConfigFile web, ConnectionGate gate)
    {
        // Before the handshake, which opens a file too.
        listen.Use(next => connection => gate.HandleAsync(connection, listener, next));
        // TLS and HTTP/2 are turned on or off when the address is opened.
        var now = web.Current;
        listen.Protocols = now is { Tls: not null, Http2: true } ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
        if (now.Tls is not null)
        {
            listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = handshake => ValueTask.FromResult(HandshakeOptions(web, handshake.Connection)) });
        }
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
