using BalloonExporter.Api;
using BalloonExporter.Core.Ports;
using BalloonExporter.Engine;
using BalloonExporter.Metrics;
using BalloonExporter.Options;
using BalloonExporter.Options.Keys;
using BalloonExporter.Web;
using ExporterToolkit.Hosting;
using Microsoft.AspNetCore.Http.Features;

namespace BalloonExporter;

/// <summary>Every page, and what a request passes before it reaches one.</summary>
internal static class Routes
{
    public static void MapExporter(this WebApplication app, ExporterOptions options)
    {
        app.Use((context, next) => context.RequestServices.GetRequiredService<HttpMetrics>().HandleAsync(context, next));
        app.Use((context, next) => context.RequestServices.GetRequiredService<RefusedRequests>().HandleAsync(context, next));
        app.Use(ConnectionGate.NoteUse);
        app.Use((context, next) => context.RequestServices.GetRequiredService<SendingDeadline>().HandleAsync(context, next));
        app.Use((context, next) => RequestFaults.HandleAsync(context, next, (_, status, error) => ApiError.WriteAsync(context, status, error)));
        app.Use(RequestMethods.HeadAsGet);
        app.UseRouting();
        app.Use((context, next) => context.RequestServices.GetRequiredService<WebConfigGate>().HandleAsync(context, next));
        app.Use(RequestMethods.TellAllowed);
        app.UseListeners(options.TelemetryPath);
        app.Use((context, next) => context.RequestServices.GetRequiredService<ApiGate>().HandleAsync(context, next));
        app.MapGet("/", (HttpContext context, ActingRole role) => LandingPage.Get(options, role, context.Features.GetRequiredFeature<EndpointScope>()));
        app.MapGet("/-/healthy", Health.Get);
        app.MapGet("/-/ready", Readiness.GetAsync);
        app.MapGet(options.TelemetryPath, MetricsEndpoint.HandleAsync).WithMetadata(new EndpointScope.MetricsPage());
        app.MapApi();
        app.MapOperatorPages();
        app.MapCustomerPages(options);
    }

    /// <summary>What the pages below <c>/api/</c> are made of.</summary>
    public static void AddApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        services.AddSingleton<LargeBodies>();
        services.AddSingleton<MessageBudget>();
        services.AddSingleton<FeedbackEndpoint>();
        services.AddSingleton<PauseEndpoint>();
        services.AddSingleton<DecisionsEndpoint>();
        services.AddSingleton<DomainsEndpoint>();
        services.AddSingleton<PolicyWriter>();
        services.AddSingleton<PolicyEndpoint>();
        services.AddSingleton<StatusEndpoint>();
        services.AddSingleton<Releaser>();
        services.AddSingleton<ReleaseEndpoint>();
        services.AddSingleton<StartsEndpoint>();
        services.AddSingleton<RestartEndpoint>();
    }

    /// <summary>The pages below <c>/api/</c>, each with the scope that opens it.</summary>
    /// <remarks>Here, and not in the rooms of the endpoints: the code that binds parameters is generated where a page is mapped.</remarks>
    public static void MapApi(this IEndpointRouteBuilder app)
    {
        var read = Opened(Scope.Read);
        var ofOne = OpenedForOne(Scope.Read);
        var pause = Endpoint<PauseEndpoint>();
        var policy = Endpoint<PolicyEndpoint>();
        read.MapGet(PauseEndpoint.Path, pause.Get);
        read.MapGet(DecisionsEndpoint.Path, Endpoint<DecisionsEndpoint>().Get);
        read.MapGet(DomainsEndpoint.Path, Endpoint<DomainsEndpoint>().GetAsync);
        ofOne.MapGet(PolicyEndpoint.Path, policy.GetAsync);
        read.MapGet(PolicyEndpoint.HistoryPath, policy.GetHistoryAsync);
        read.MapGet(StatusEndpoint.Path, Endpoint<StatusEndpoint>().GetAsync);
        read.MapGet(ApiDescription.Path, ApiDescription.Get);
        var restart = Endpoint<RestartEndpoint>();
        ofOne.MapGet(RestartEndpoint.Path, restart.GetAsync);
        var restarts = OpenedForOne(Scope.Restart);
        restarts.MapPost(RestartEndpoint.Path, restart.PostAsync);
        restarts.MapDelete(RestartEndpoint.Path, restart.DeleteAsync);
        var policies = Opened(Scope.Policy);
        policies.MapPut(PolicyEndpoint.Path, policy.PutAsync);
        OpenedForOne(Scope.Policy).MapPatch(PolicyEndpoint.Path, policy.PatchAsync);
        policies.MapDelete(PolicyEndpoint.Path, policy.DeleteAsync);
        var pauses = Opened(Scope.Pause);
        pauses.MapPost(PauseEndpoint.Path, pause.PauseAsync);
        pauses.MapPost(PauseEndpoint.ResumePath, pause.ResumeAsync);
        pauses.MapPost(ReleaseEndpoint.Path, Endpoint<ReleaseEndpoint>().PostAsync);
        Opened(Scope.Feedback, takesMessages: true).MapPost(FeedbackEndpoint.Path, Endpoint<FeedbackEndpoint>().PostAsync);
        Opened(Scope.Feedback).MapPost(StartsEndpoint.Path, Endpoint<StartsEndpoint>().PostAsync);

        RouteGroupBuilder Opened(Scope scope, bool takesMessages = false) => app.MapGroup("").WithMetadata(new Guarded(scope, takesMessages));

        // What a customer's link opens, if it has the right and the domain is its own.
        RouteGroupBuilder OpenedForOne(Scope scope) => app.MapGroup("").WithMetadata(new Guarded(scope) { IsOfOneDomain = true });

        T Endpoint<T>()
            where T : notnull => app.ServiceProvider.GetRequiredService<T>();
    }
}
