namespace BalloonExporter.Options;

/// <summary>What libvirt's connection URIs say about where they lead.</summary>
/// <remarks>
/// <c>driver[+transport]://[user@][host][:port]/[path][?parameters]</c>, see https://libvirt.org/uri.html. The exporter always names a URI,
/// so <c>LIBVIRT_DEFAULT_URI</c> and <c>uri_default</c> are never used; and what has no scheme is refused, so no alias of libvirt.conf is.
/// </remarks>
internal static class LibvirtUri
{
    // Every other transport leaves this machine, or may: what a command of ext or a forwarded port of localhost leads to is not known.
    private const string LocalTransport = "unix";

    private static readonly string[] RemoteDrivers = ["esx", "gsx", "vpx", "hyperv", "phyp"];

    /// <summary>Where a session daemon of this user has its sockets, by libvirt's own rule: the user's runtime directory, else his cache.</summary>
    public static string SessionFolder => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime
            ? runtime
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "libvirt");

    /// <summary>Reads a URI.</summary>
    /// <param name="text">What was given.</param>
    /// <param name="expected">What should have been given, when it is no URI of libvirt's.</param>
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

    /// <summary>Whether it leads, or may lead, to another host than this one.</summary>
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

    // The daemon is asked to open what "name" says, which may be another host again.
    private static string? ParameterOf(string uri, string parameter)
    {
        var query = uri.IndexOf('?', StringComparison.Ordinal);
        if (query < 0)
            return null;
        // As libvirt reads it: the last one counts, and names may be escaped too.
        return uri[(query + 1)..].Split('#')[0].Split('&', ';').Select(part => part.Split('=', 2))
            .LastOrDefault(part => part.Length > 1 && Uri.UnescapeDataString(part[0]).Equals(parameter, StringComparison.OrdinalIgnoreCase)) is [_, var value]
            ? Uri.UnescapeDataString(value)
            : null;
    }

    // "/run/libvirt/libvirt-sock", and what some put before it.
    private static string? SocketPathOf(string text)
    {
        foreach (var prefix in (string[])["unix://", "unix:", "file://", "file:"])
        {
            if (text.StartsWith(prefix + "/", StringComparison.OrdinalIgnoreCase))
                return text[prefix.Length..];
        }

        // A folder below a driver's root, where libvirt knows only system, session and embed.
        if (text.IndexOf(":///", StringComparison.Ordinal) is var root and > 0 && !text.Contains('?', StringComparison.Ordinal)
            && (text.EndsWith("-sock", StringComparison.Ordinal) || text.EndsWith("-sock-ro", StringComparison.Ordinal) || text.EndsWith(".sock", StringComparison.Ordinal)))
            return text[(root + 3)..];
        return text.StartsWith('/') || text.StartsWith("./", StringComparison.Ordinal) || text.StartsWith("../", StringComparison.Ordinal) ? Path.GetFullPath(text) : null;
    }
}
