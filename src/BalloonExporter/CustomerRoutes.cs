using BalloonExporter.Links;
using BalloonExporter.Options;
using BalloonExporter.Pages;

namespace BalloonExporter;

/// <summary>The pages for customers. Without their address there are none.</summary>
internal static class CustomerRoutes
{
    public static void AddCustomerPages(this IServiceCollection services)
    {
        services.AddSingleton<UsedLinks>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<PageLanguage>();
        services.AddSingleton<CustomerGate>();
        services.AddSingleton<ServerLook>();
        services.AddSingleton<ServerVisit>();
        services.AddSingleton<CustomerRestarts>();
        services.AddSingleton<OpenEndpoint>();
        services.AddSingleton<ServerEndpoint>();
        services.AddSingleton<ChangeEndpoint>();
    }

    public static void MapCustomerPages(this WebApplication app, ExporterOptions options)
    {
        if (options.Customer.ListenAddresses.Count == 0)
            return;
        var open = app.Services.GetRequiredService<OpenEndpoint>();
        var server = app.Services.GetRequiredService<ServerEndpoint>();
        var change = app.Services.GetRequiredService<ChangeEndpoint>();
        var pages = app.MapGroup("").WithMetadata(new CustomerPage());
        pages.MapGet(OpenEndpoint.Path, open.GetAsync);
        pages.MapPost(OpenEndpoint.Path, open.PostAsync);
        pages.MapGet(ServerEndpoint.Path, server.GetAsync);
        pages.MapGet($"{ServerEndpoint.Path}/disable", server.GetDisableAsync);
        pages.MapPost($"{ServerEndpoint.Path}/disable", change.DisableAsync);
        pages.MapGet($"{ServerEndpoint.Path}/enable", server.GetEnableAsync);
        pages.MapPost($"{ServerEndpoint.Path}/enable", change.EnableAsync);
        pages.MapPost($"{ServerEndpoint.Path}/undo", change.UndoAsync);
        pages.MapGet($"{ServerEndpoint.Path}/restart", server.GetRestartAsync);
        pages.MapPost($"{ServerEndpoint.Path}/restart", change.RestartAsync);
        pages.MapGet($"{ServerEndpoint.Path}/force", server.GetForceAsync);
        pages.MapPost($"{ServerEndpoint.Path}/force", change.ForceAsync);
        pages.MapPost($"{ServerEndpoint.Path}/giveup", change.GiveUpAsync);
        pages.MapPost($"{ServerEndpoint.Path}/leave", change.LeaveAsync);
        foreach (var asset in PageAssets.All)
            pages.MapGet(asset.Path, context => AssetEndpoint.WriteAsync(context, asset));
    }
}
