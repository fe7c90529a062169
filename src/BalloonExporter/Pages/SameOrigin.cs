namespace BalloonExporter.Pages;

/// <summary>Whether a change comes from a page of this exporter. Pure.</summary>
/// <remarks>
/// Browsers tell in <c>Sec-Fetch-Site</c> which page sends a request, and no page can set that. Browsers of before 2023 lack it: then <c>Origin</c> must name the host that
/// is asked. A request with neither comes from no browser that is known.
/// </remarks>
internal static class SameOrigin
{
    private static readonly int[] UsualPorts = [80, 443];

    /// <param name="fetchSite">The header <c>Sec-Fetch-Site</c>; null or empty: none.</param>
    /// <param name="origin">The header <c>Origin</c>; null or empty: none.</param>
    /// <param name="host">The header <c>Host</c>.</param>
    public static bool IsTrusted(string? fetchSite, string? origin, HostString host)
    {
        if (!string.IsNullOrEmpty(fetchSite))
            return fetchSite == "same-origin";
        // A proxy may have ended the encryption, so schemes are not compared.
        return Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Scheme is "http" or "https"
            && from.Host.Equals(host.Host, StringComparison.OrdinalIgnoreCase)
            && (from.Port == host.Port || (host.Port is null or 80 or 443 && UsualPorts.Contains(from.Port)));
    }
}
