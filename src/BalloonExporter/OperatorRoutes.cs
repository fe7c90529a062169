using BalloonExporter.Pages;
using BalloonExporter.Ui;

namespace BalloonExporter;

/// <summary>The operator's page: at every address that serves the API.</summary>
internal static class OperatorRoutes
{
    public static void AddOperatorPages(this IServiceCollection services)
    {
        services.AddSingleton<OperatorSessions>();
        services.AddSingleton<UiGate>();
        services.AddSingleton<HostLook>();
        services.AddSingleton<DomainLook>();
        services.AddSingleton<HostEndpoint>();
        services.AddSingleton<DomainEndpoint>();
        services.AddSingleton<SignInEndpoint>();
        services.AddSingleton<PauseChanges>();
        services.AddSingleton<PolicyChanges>();
        services.AddSingleton<RestartChanges>();
    }

    public static void MapOperatorPages(this WebApplication app)
    {
        var pages = app.MapGroup("").WithMetadata(new OperatorPage());
        pages.MapGet(HostEndpoint.Path, Endpoint<HostEndpoint>().GetAsync);
        pages.MapGet(DomainEndpoint.Path, Endpoint<DomainEndpoint>().GetAsync);
        var signIn = Endpoint<SignInEndpoint>();
        pages.MapPost(SignInEndpoint.Path, signIn.PostAsync);
        pages.MapPost(SignInEndpoint.OutPath, signIn.PostOutAsync);
        pages.MapGet(SignInEndpoint.UserPath, signIn.GetUserAsync);
        var pauses = Endpoint<PauseChanges>();
        pages.MapPost(PauseChanges.Path, pauses.PauseAsync);
        pages.MapPost(PauseChanges.ResumePath, pauses.ResumeAsync);
        var policies = Endpoint<PolicyChanges>();
        pages.MapPost(PolicyChanges.Path, policies.ChangeAsync);
        pages.MapPost(PolicyChanges.ClearPath, policies.ClearAsync);
        var restarts = Endpoint<RestartChanges>();
        pages.MapPost(RestartChanges.Path, restarts.BeginAsync);
        pages.MapPost(RestartChanges.ForcePath, restarts.ForceAsync);
        pages.MapPost(RestartChanges.LeavePath, restarts.LeaveAsync);
        // Nothing in them is a secret, and the page that asks for a key needs them.
        foreach (var asset in UiAssets.All)
            pages.MapGet($"{UiGate.Root}/{asset.Path}", context => AssetEndpoint.WriteAsync(context, asset));

        T Endpoint<T>()
            where T : notnull => app.Services.GetRequiredService<T>();
    }
}
