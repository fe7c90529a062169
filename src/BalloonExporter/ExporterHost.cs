using BalloonExporter.Options;
using BalloonExporter.Web;
using ExporterToolkit.Hosting;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace BalloonExporter;

/// <summary>Creates the host from the options alone.</summary>
/// <remarks>
/// ASP.NET's default builders also read appsettings.json and their own environment variables, run what
/// ASPNETCORE_HOSTINGSTARTUPASSEMBLIES names, and watch the working directory with all subfolders.
/// </remarks>
internal static class ExporterHost
{
    // Metrics, feedback, UNIX sockets, customers.
    private const int KindsWithCustomers = 4;

    /// <summary>A builder with the web server and routing, without services of the exporter.</summary>
    public static WebApplicationBuilder CreateBuilder(ExporterOptions options, ApiSocket socket)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = "balloon-exporter",
            EnvironmentName = Environments.Production,
            // Unused, but the default is the working directory.
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(options.Customer.ListenAddresses.Count == 0
            ? new ConnectionLimits(FileLimit.OfThisProcess())
            : new ConnectionLimits(FileLimit.OfThisProcess(), KindsWithCustomers));
        builder.Services.AddSingleton<SocketTransportFactory>();
        builder.Services.Configure<SocketTransportOptions>(ServerBounds.Set);
        builder.Services.AddSingleton<IConnectionListenerFactory, BoundedTransport>();
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(server => server.Listen(options, socket));
        return builder;
    }
}
