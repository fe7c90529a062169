using BalloonExporter.Options;
using BalloonExporter.Web;
using ExporterToolkit.Hosting;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace BalloonExporter;

/// <summary>A host that knows what the options say and nothing else.</summary>
/// <remarks>
/// ASP.NET's usual builders read appsettings.json and variables of their own beside them, start what ASPNETCORE_HOSTINGSTARTUPASSEMBLIES
/// names, and watch the working directory with everything below it.
/// </remarks>
internal static class ExporterHost
{
    /// <summary>A builder with the web server and routing, and nothing of the exporter yet.</summary>
    public static WebApplicationBuilder CreateBuilder(ExporterOptions options, ApiSocket socket)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = "balloon-exporter",
            EnvironmentName = Environments.Production,
            // Nothing is read there; left out it would be the working directory.
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(new ConnectionLimits(FileLimit.OfThisProcess()));
        builder.Services.AddSingleton<SocketTransportFactory>();
        builder.Services.Configure<SocketTransportOptions>(KestrelSetup.Bound);
        builder.Services.AddSingleton<IConnectionListenerFactory, BoundedTransport>();
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(server => server.Listen(options, socket));
        return builder;
    }
}
