using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace ExporterToolkit.Hosting;

/// <summary>Limits of one connection and one request. Legitimate clients stay far below these.</summary>
public static class ServerBounds
{
    // What is read ahead of a page that does not read, or not yet.
    private const int RequestBufferBytes = 64 * 1024;

    // What of an answer the client has not taken yet.
    private const int ResponseBufferBytes = 16 * 1024;

    // HTTP/2: a scraper has one request at a time, a page for people a few.
    private const int StreamsPerConnection = 4;

    /// <summary>What is kept for each connection, whatever is done with it: the transport's own defaults are a megabyte each.</summary>
    public static void Set(SocketTransportOptions sockets)
    {
        sockets.MaxReadBufferSize = RequestBufferBytes;
        sockets.MaxWriteBufferSize = ResponseBufferBytes;
    }

    /// <summary>What a request may take, before a page sets other bounds of its own.</summary>
    public static void Set(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        server.Limits.MaxRequestHeaderCount = 64;
        server.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        server.Limits.MaxRequestBodySize = 64 * 1024;
        server.Limits.MaxRequestBufferSize = RequestBufferBytes;
        server.Limits.MaxResponseBufferSize = ResponseBufferBytes;
        server.Limits.Http2.MaxStreamsPerConnection = StreamsPerConnection;
        server.Limits.Http2.InitialStreamWindowSize = 64 * 1024;
        server.Limits.Http2.InitialConnectionWindowSize = 64 * 1024;
    }
}
