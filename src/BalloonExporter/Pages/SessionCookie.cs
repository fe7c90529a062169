using System.Net;
using BalloonExporter.Options;

namespace BalloonExporter.Pages;

/// <summary>
/// The cookie of a session. Its name has the domain's UUID, so that a customer can have several servers open, and exporters behind one name do not
/// take each other's.
/// </summary>
/// <remarks>
/// Lax, and not Strict: the page is opened by a form of the panel, which is another site, and a Strict cookie would be missing in the redirect that
/// follows. Changes do not rest on it but on <see cref="SameOrigin"/>. In a frame of another site only None is sent at all, and Partitioned binds it
/// to that site.
/// </remarks>
internal static class SessionCookie
{
    // Browsers take it only with Secure, without a domain and for all paths: no other host can set it.
    private const string HostPrefix = "__Host-";

    public static void Set(HttpContext context, Guid domain, string id, CustomerOptions options) =>
        context.Response.Headers.Append("Set-Cookie", $"{NameOf(context, domain)}={id}; {Attributes(options)}");

    public static void Remove(HttpContext context, Guid domain, CustomerOptions options) =>
        context.Response.Headers.Append("Set-Cookie", $"{NameOf(context, domain)}=; {Attributes(options)}; Max-Age=0");

    /// <summary>The id; null without a cookie.</summary>
    public static string? Read(HttpContext context, Guid domain) => context.Request.Cookies[NameOf(context, domain)];

    private static string Attributes(CustomerOptions options) =>
        $"Path=/; Secure; HttpOnly; {(options.FrameAncestors.Count > 0 ? "SameSite=None; Partitioned" : "SameSite=Lax")}";

    // Browsers refuse the prefix without TLS, on loopback too.
    private static string NameOf(HttpContext context, Guid domain) =>
        $"{(!context.Request.IsHttps && IsLoopback(context.Request.Host.Host) ? "" : HostPrefix)}balloon-{domain:N}";

    internal static bool IsLoopback(string host) => host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
