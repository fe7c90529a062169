using System.Security.Claims;
using System.Text;
using BalloonExporter.Feedback;
using BalloonExporter.WebConfig;

namespace BalloonExporter.Web;

/// <summary>Every request passes here: the web configuration's headers, and its users where it has some.</summary>
/// <remarks>
/// A request can carry one Authorization header only. So the pages below <c>/api/</c> take a user of the web configuration or their own
/// keys, whichever the header holds; all other pages take users only. What a user may do there is no question of this gate.
/// </remarks>
internal sealed class WebConfigGate(WebConfigFile file, ApiAccess access, IFeedbackMetrics metrics)
{
    private const string Scheme = "Basic ";

    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        WebConfiguration configuration;
        try
        {
            configuration = file.Current;
        }
        catch (FormatException)
        {
            // Logged where it was read; what is wrong with it is no stranger's business.
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return;
        }

        foreach (var (name, value) in configuration.Headers)
            context.Response.Headers[name] = value;
        NameClient(context);
        if (configuration.Users is { } users && !await MayPassAsync(users, context))
        {
            context.Response.Headers.WWWAuthenticate = "Basic";
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        await next(context);
    }

    private async Task<bool> MayPassAsync(BasicUsers users, HttpContext context)
    {
        if (TryReadUser(context.Request) is var (user, password) && await users.AcceptAsync(user, password, context.RequestAborted))
        {
            context.User.AddIdentity(new ClaimsIdentity([new Claim(ClaimTypes.Name, user)], ApiAccess.UserIdentity));
            return true;
        }

        var audience = context.GetEndpoint()?.Metadata.GetMetadata<Audience>();
        if ((audience == Audience.Feedback || audience == Audience.Api) && access.HasKey(context))
            return true;
        if (audience == Audience.Feedback)
            metrics.Notification(NotificationResult.Unauthorized);
        return false;
    }

    private static void NameClient(HttpContext context)
    {
        if (context.Features.Get<ClientTrust>() is { Verified: true } && context.Connection.ClientCertificate is { } certificate)
        {
            var names = CertificateNames.Of(certificate).Select(name => new Claim(ClaimTypes.Name, name));
            context.User.AddIdentity(new ClaimsIdentity(names, ApiAccess.ClientIdentity));
        }
    }

    private static (string User, string Password)? TryReadUser(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[Scheme.Length..].Trim(), bytes, out var length))
            return null;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        return text.IndexOf(':') is >= 0 and var colon ? (text[..colon], text[(colon + 1)..]) : null;
    }
}
