using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ExporterToolkit.Configuration;

/// <summary>
/// An address to listen on, in the format of Prometheus' exporters: <c>:10177</c>, <c>127.0.0.1:10177</c>, <c>[::1]:10177</c>,
/// <c>localhost:10177</c>.
/// </summary>
public sealed record ListenAddress(string Host, int Port)
{
    /// <summary>The expected format, for error messages.</summary>
    public const string Expected = "[HOST]:PORT, for example :10177 or 127.0.0.1:10177";

    public static ListenAddress? TryParse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port > IPEndPoint.MaxPort)
            return null;
        var host = text[..colon];
        // localhost is two addresses, IPv4 and IPv6: they cannot share a port chosen by the system.
        if (host == "localhost" && port == 0)
            return null;
        if (host is "" or "localhost")
            return new ListenAddress(host, port);
        if (host.StartsWith('[') != host.EndsWith(']') || (host.Contains(':') && !host.StartsWith('[')))
            return null;
        return IPAddress.TryParse(host.Trim('[', ']'), out var address) ? new ListenAddress(address.ToString(), port) : null;
    }

    public void Listen(KestrelServerOptions server, Action<ListenOptions> configure)
    {
        if (Host == "")
            server.ListenAnyIP(Port, configure);
        else if (Host == "localhost")
            server.ListenLocalhost(Port, configure);
        else
            server.Listen(IPAddress.Parse(Host), Port, configure);
    }

    public override string ToString() => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
