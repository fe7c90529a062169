namespace BalloonExporter.Options;

/// <summary>Checks where libvirt connection URIs lead.</summary>
/// <remarks>
/// <c>driver[+transport]://[user@][host][:port]/[path][?parameters]</c>, see https://libvirt.org/uri.html. The exporter always passes a
/// URI, so <c>LIBVIRT_DEFAULT_URI</c> and <c>uri_default</c> are never used; a URI without a scheme is refused, so aliases of
/// libvirt.conf are not either.
/// </remarks>
internal static class LibvirtUri
{
    // Other transports leave this machine, or may: the target of an ext command or of a forwarded port is unknown.
    private const string LocalTransport = "unix";

    private static readonly string[] RemoteDrivers = ["esx", "gsx", "vpx", "hyperv", "phyp"];

    /// <summary>Folder of a session daemon's sockets, by libvirt's rule: the user's runtime directory, else the cache directory.</summary>
    public static string SessionFolder => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime
            ? runtime
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "libvirt");

    /// <summary>Parses a URI.</summary>
    /// <param name="text">What was given.</param>
    /// <param name="expected">The expected format, when it is invalid.</param>
    public static Uri? TryParse(string text, out string expected)
    {
        expected = "a URI such as qemu:///system";
        if (SocketPathOf(text) is { } socket)
        {
            expected = $"a URI but the path of a socket; its URI is qemu:///system?socket={socket}";
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri : null;
    }

    /// <summary>Whether it leads, or may lead, to another host.</summary>
    public static bool IsRemote(Uri uri) => IsRemote(uri.OriginalString);

    private static bool IsRemote(string uri)
    {
        var colon = uri.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return false;
        var scheme = uri[..colon].ToLowerInvariant().Split('+', 2);
        return RemoteDrivers.Contains(scheme[0])
            || (scheme.Length > 1 && scheme[1] != LocalTransport)
            || HasHost(uri[(colon + 1)..])
            || (ParameterOf(uri, "name") is { } name && IsRemote(name));
    }

    private static bool HasHost(string afterScheme) =>
        afterScheme.StartsWith("//", StringComparison.Ordinal) && afterScheme.Length > 2 && afterScheme[2] is not ('/' or '?' or '#');

    // The daemon opens the URI in "name", which may be on another host.
    private static string? ParameterOf(string uri, string parameter)
    {
        var query = uri.IndexOf('?', StringComparison.Ordinal);
        if (query < 0)
            return null;
        // As in libvirt: the last value counts, and names may be escaped.
        return uri[(query + 1)..].Split('#')[0].Split('&', ';').Select(part => part.Split('=', 2))
            .LastOrDefault(part => part.Length > 1 && Uri.UnescapeDataString(part[0]).Equals(parameter, StringComparison.OrdinalIgnoreCase)) is [_, var value]
            ? Uri.UnescapeDataString(value)
            : null;
    }

    // "/run/libvirt/libvirt-sock", and common prefixes of it.
    private static string? SocketPathOf(string text)
    {
        foreach (var prefix in (string[])["unix://", "unix:", "file://", "file:"])
        {
            if (text.StartsWith(prefix + "/", StringComparison.OrdinalIgnoreCase))
                return text[prefix.Length..];
        }

        // A path below a driver's root; libvirt knows only system, session and embed.
        if (text.IndexOf(":///", StringComparison.Ordinal) is var root and > 0 && !text.Contains('?', StringComparison.Ordinal)
            && (text.EndsWith("-sock", StringComparison.Ordinal) || text.EndsWith("-sock-ro", StringComparison.Ordinal) || text.EndsWith(".sock", StringComparison.Ordinal)))
            return text[(root + 3)..];
        return text.StartsWith('/') || text.StartsWith("./", StringComparison.Ordinal) || text.StartsWith("../", StringComparison.Ordinal) ? Path.GetFullPath(text) : null;
    }
}
