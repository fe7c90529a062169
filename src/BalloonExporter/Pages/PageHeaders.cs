namespace BalloonExporter.Pages;

/// <summary>The headers of every page: only its own files run, and only sites that are named frame it.</summary>
internal static class PageHeaders
{
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors ";

    private const string Permissions =
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), usb=()";

    /// <param name="headers">Those of the answer.</param>
    /// <param name="ancestors">Origins that may show it in a frame; none: no site may.</param>
    public static void Set(IHeaderDictionary headers, params IReadOnlyList<string> ancestors)
    {
        headers.ContentSecurityPolicy = Policy + (ancestors.Count == 0 ? "'none'" : string.Join(' ', ancestors));
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = Permissions;
        if (ancestors.Count == 0)
            headers.XFrameOptions = "DENY";
    }
}
