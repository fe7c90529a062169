using System.Net;

namespace BalloonExporter.Pages;

/// <summary>The cookie of a session.</summary>
/// <remarks>
/// Lax, and not Strict: a customer's page is opened by a form of the panel, and an operator's by a link of a dashboard. Both are other sites, and a Strict
/// cookie would be missing in the redirect that follows. Changes do not rest on it but on <see cref="SameOrigin"/>. In a frame of another site only None is
/// sent at all, and Partitioned binds it to that site.
/// </remarks>
internal static class SessionCookie
{
    // Browsers take it only with Secure, without a domain and for all paths: no other host can set it.
    private const string HostPrefix = "__Host-";

    /// <summary>The name for a customer's session. It has the domain's UUID, so that a customer can have several servers open, and exporters behind one name do not take each other's.</summary>
    public static string NameFor(Guid domain) => $"balloon-{domain:N}";

    /// <param name="context">The request.</param>
    /// <param name="name">Name of the cookie.</param>
    /// <param name="id">The session's id.</param>
    /// <param name="isFramed">Whether other sites may show the page in a frame.</param>
    public static void Set(HttpContext context, string name, string id, bool isFramed = false) =>
        context.Response.Headers.Append("Set-Cookie", $"{NameOf(context, name)}={id}; {Attributes(isFramed)}");

    /// <inheritdoc cref="Set"/>
    public static void Remove(HttpContext context, string name, bool isFramed = false) =>
        context.Response.Headers.Append("Set-Cookie", $"{NameOf(context, name)}=; {Attributes(isFramed)}; Max-Age=0");

    /// <summary>The id; null without a cookie.</summary>
    public static string? Read(HttpContext context, string name) => context.Request.Cookies[NameOf(context, name)];

    private static string Attributes(bool isFramed) => $"Path=/; Secure; HttpOnly; {(isFramed ? "SameSite=None; Partitioned" : "SameSite=Lax")}";

    // Browsers refuse the prefix without TLS, on loopback too.
    private static string NameOf(HttpContext context, string name) => !context.Request.IsHttps && IsLoopback(context.Request.Host.Host) ? name : HostPrefix + name;

    internal static bool IsLoopback(string host) => host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
