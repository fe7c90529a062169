using System.Globalization;
using System.Security.Claims;
using System.Text;
using ExporterToolkit.WebConfig;
using Microsoft.AspNetCore.Connections.Features;

namespace ExporterToolkit.Hosting;

/// <summary>Applies the web configuration to each request: headers, rate limit, client certificates and users.</summary>
/// <remarks>
/// A request can have only one Authorization header. So a page that has keys of its own requires no user here: a user that is given is
/// identified, and the page decides. All other pages accept users only.
/// </remarks>
public sealed class WebConfigGate(WebConfigFile file, PasswordCheck passwords, IWebConfigScope scope, TimeProvider time)
{
    private const string Scheme = "Basic ";

    private readonly Lock _lock = new();
    private (RateLimit Limit, TokenBucket Bucket)? _requests;

    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        if (scope.IsExempt(context))
        {
            await next(context);
            return;
        }

        WebConfiguration configuration;
        try
        {
            configuration = file.Current;
        }
        catch (FormatException)
        {
            // Logged when the file was read; its errors are not shown to strangers.
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return;
        }

        foreach (var (name, value) in configuration.Headers)
            context.Response.Headers[name] = value;
        if (IsTooMuch(configuration.RateLimit, context, out var wait))
            TooManyRequests(context, wait);
        else if (!IsClientAccepted(configuration.Tls, context))
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        else if (await MayPassAsync(configuration.Users, context))
            await next(context);
    }

    // The limit is for the network: a caller without an address is on this host.
    private bool IsTooMuch(RateLimit? limit, HttpContext context, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        if (limit is null || context.Connection.RemoteIpAddress is null)
            return false;
        TokenBucket bucket;
        lock (_lock)
        {
            if (_requests?.Limit != limit)
                _requests = (limit, new TokenBucket(limit.Interval, limit.Burst, time));
            bucket = _requests.Value.Bucket;
        }

        return !bucket.TryTake(out wait);
    }

#pragma warning disable RS0030 // Certificates are valid by the wall clock.
    private DateTimeOffset WallTime => time.GetUtcNow();
#pragma warning restore RS0030

    private bool IsClientAccepted(TlsSettings? now, HttpContext context)
    {
        if (context.Features.Get<ClientTrust>() is not { } trust)
            return true;
        var accepted = trust.IsAccepted(now, context.Connection.ClientCertificate, WallTime, out var isOld);
        if (isOld)
            context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        if (accepted)
            NameClient(context, trust);
        return accepted;
    }

    /// <summary>Whether the request may continue; if not, it has been answered.</summary>
    private async Task<bool> MayPassAsync(BasicUsers? users, HttpContext context)
    {
        if (users is null)
            return true;
        TimeSpan? wait = null;
        if (TryReadUser(context.Request) is var (user, password))
        {
            var answer = await passwords.CheckAsync(users, user, password, context.Connection.RemoteIpAddress, context.RequestAborted);
            if (answer.IsRight)
            {
                context.User.AddIdentity(new ClaimsIdentity([new Claim(ClaimTypes.Name, user)], CallerIdentity.User));
                return true;
            }

            wait = answer.Wait;
        }

        if (wait is { } patience)
        {
            TooManyRequests(context, patience);
            return false;
        }

        if (scope.HasOwnKeys(context))
            return true;
        context.Response.Headers.WWWAuthenticate = "Basic";
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return false;
    }

    private static void TooManyRequests(HttpContext context, TimeSpan wait)
    {
        context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
    }

    private static void NameClient(HttpContext context, ClientTrust trust)
    {
        if (trust.Verified && context.Connection.ClientCertificate is { } certificate)
        {
            var names = CertificateNames.Of(certificate).Select(name => new Claim(ClaimTypes.Name, name));
            context.User.AddIdentity(new ClaimsIdentity(names, CallerIdentity.Client));
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
