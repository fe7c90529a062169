using System.Security.Claims;
using BalloonExporter.Options;

namespace BalloonExporter.Feedback;

/// <summary>
/// Who may change something through the API: whoever shows the token, and those users and client certificates that the options name.
/// Somebody who may read the metrics is not among them by that.
/// </summary>
/// <remarks>Without a token, users or client names everybody may, which act mode allows on loopback only.</remarks>
internal sealed class ApiAccess(ExporterOptions options, BearerToken token)
{
    /// <summary>Authentication type of a user of the web configuration.</summary>
    public const string UserIdentity = "Basic";

    /// <summary>Authentication type of a client whose certificate was verified; each of its names is a claim.</summary>
    public const string ClientIdentity = "Certificate";

    /// <summary>
    /// Who calls, for the audit trail, if he may change something. If not, the request is answered (401, 403) and null is returned:
    /// nothing is left to do.
    /// </summary>
    public async Task<string?> AdmitAsync(HttpContext context)
    {
        // A web page that somebody on this machine looks at may post to loopback too, and the browser adds passwords by itself.
        if (context.Request.Headers.ContainsKey("Origin"))
        {
            await ApiError.WriteAsync(context, StatusCodes.Status403Forbidden, "requests out of web pages are not served");
            return null;
        }

        if (Key(context) is { } key)
            return At(key, context);
        var user = UserOf(context);
        if (!IsGuarded || (user is not null && options.FeedbackUsers.Contains(user)))
            return At(user is null ? "anybody" : $"user:{user}", context);

        if (user is not null)
        {
            await ApiError.WriteAsync(context, StatusCodes.Status403Forbidden, $"user {user} may not change anything: no --feedback.user has this name");
            return null;
        }

        context.Response.Headers.WWWAuthenticate = options.TokenFile is null && options.FeedbackUsers.Count > 0 ? "Basic" : "Bearer";
        await ApiError.WriteAsync(context, StatusCodes.Status401Unauthorized, $"{Keys} is needed");
        return null;
    }

    /// <summary>Whether the request has what opens the API without a user name: the token, or a certificate with an allowed name.</summary>
    public bool HasKey(HttpContext context) => Key(context) is not null;

    private bool IsGuarded => options.TokenFile is not null || options.FeedbackUsers.Count > 0 || options.FeedbackClientNames.Count > 0;

    private string Keys => string.Join(" or ", ((string?[])[
        options.TokenFile is null ? null : "a valid bearer token",
        options.FeedbackUsers.Count == 0 ? null : "a user who may change something",
        options.FeedbackClientNames.Count == 0 ? null : "a client certificate with an allowed name",
    ]).OfType<string>());

    private string? Key(HttpContext context)
    {
        if (token.IsShownBy(context.Request))
            return "token";
        var names = context.User.Identities.Where(identity => identity.AuthenticationType == ClientIdentity)
            .SelectMany(identity => identity.FindAll(ClaimTypes.Name));
        return names.FirstOrDefault(name => options.FeedbackClientNames.Contains(name.Value)) is { } allowed ? $"client:{allowed.Value}" : null;
    }

    private static string? UserOf(HttpContext context) =>
        context.User.Identities.FirstOrDefault(identity => identity.AuthenticationType == UserIdentity)?.Name;

    private static string At(string who, HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address ? $"{who}@{(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)}" : who;
}
