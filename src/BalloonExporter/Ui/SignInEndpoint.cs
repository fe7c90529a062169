using BalloonExporter.Api;
using BalloonExporter.Options.Keys;
using BalloonExporter.Pages;
using ExporterToolkit.Hosting;

namespace BalloonExporter.Ui;

/// <summary>Begins and ends sessions: a form takes a token of the API; users with a password are asked by their browser.</summary>
internal sealed partial class SignInEndpoint(UiGate gate, ApiAccess access, ApiKeys keys, OperatorSessions sessions, ILogger<SignInEndpoint> log)
{
    public const string Path = $"{UiGate.Root}/signin";
    public const string OutPath = $"{UiGate.Root}/signout";
    public const string UserPath = $"{UiGate.Root}/user";

    /// <summary>Exchanges a token for a session.</summary>
    public async Task PostAsync(HttpContext context)
    {
        if (!UiGate.IsFromHere(context))
        {
            await UiGate.RefuseStrangerAsync(context);
            return;
        }

        var form = await PageForm.ReadAsync(context);
        var token = form?[SignInPage.Key].ToString().Trim() ?? "";
        var grant = keys.OfToken(token);
        if (grant is null || !grant.May.Contains(Scope.Read))
        {
            await gate.AskToSignInAsync(
                context, StatusCodes.Status403Forbidden, grant is null ? "this is not a token of --api.keys" : $"{grant.Holder} may not read: its entry in --api.keys does not have that scope");
            return;
        }

        sessions.Open(context, token);
        Opened(access.Judge(context, Scope.Read, token).Caller?.Name ?? grant.Holder, string.Join(' ', grant.May.Order().Select(scope => scope.ToLabel())));
        UiChange.Lead(context, DomainUuid.TryRead(form![SignInPage.Domain].ToString()) is { } uuid ? $"domains/{uuid}" : "./");
    }

    /// <summary>Ends the session. Without one there is nothing to end.</summary>
    public Task PostOutAsync(HttpContext context)
    {
        if (!UiGate.IsFromHere(context))
            return UiGate.RefuseStrangerAsync(context);
        sessions.Close(context);
        UiChange.Lead(context, "./");
        return Task.CompletedTask;
    }

    /// <summary>Has the browser ask for a user and a password, which it then shows to all pages in this folder.</summary>
    public Task GetUserAsync(HttpContext context)
    {
        PageHeaders.Set(context.Response.Headers);
        if (context.User.Identities.Any(identity => identity.AuthenticationType == CallerIdentity.User))
        {
            UiChange.Lead(context, "./");
            return Task.CompletedTask;
        }

        context.Response.Headers.WWWAuthenticate = "Basic realm=\"BalloonExporter\", charset=\"UTF-8\"";
        return gate.AskToSignInAsync(context, StatusCodes.Status401Unauthorized, "no user was given, or the password is wrong");
    }

    [LoggerMessage(LogLevel.Information, "operator's page opened")]
    private partial void Opened(string who, string may);
}
