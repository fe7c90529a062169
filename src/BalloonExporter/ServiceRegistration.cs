using BalloonExporter.Domains;
using BalloonExporter.Feedback;
using BalloonExporter.Hypervisor;
using BalloonExporter.Logging;
using BalloonExporter.Metrics;
using BalloonExporter.Options;
using BalloonExporter.Policy;
using BalloonExporter.Web;
using Microsoft.Extensions.Logging.Console;

namespace BalloonExporter;

/// <summary>Everything this program is made of, in one place.</summary>
internal static class ServiceRegistration
{
    public static void AddExporter(this IServiceCollection services, ExporterOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(options.Limits);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<MovementLedger>();

        services.AddSingleton<QemuProcesses>();
        services.AddSingleton<DomainMemories>();
        services.AddSingleton<HypervisorEvents>();
        services.AddSingleton<ReadSession>();
        services.AddSingleton<WriteSession>();
        services.AddSingleton<IConnectionHealth, ConnectionHealth>();
        services.AddSingleton(new HostFiles("/proc"));
        services.AddSingleton<IHostReader, HostReader>();
        services.AddSingleton(new KsmFiles("/sys/kernel/mm/ksm"));
        services.AddSingleton(new HugepageFiles("/sys/kernel/mm/hugepages"));
        services.AddSingleton(new NumaFiles("/sys/devices/system/node"));
        services.AddSingleton<DomainControls>();
        services.AddSingleton<IHostDetails, HostDetails>();
        services.AddSingleton<IBalloon, LibvirtBalloon>();

        services.AddSingleton<ICollector, ConnectionCollector>();
        services.AddSingleton<ICollector, DomainStateCollector>();
        services.AddSingleton<ICollector, BalloonCollector>();
        services.AddSingleton<ICollector, ControlCollector>();
        services.AddSingleton<ICollector, ProcessCollector>();
        services.AddSingleton<ICollector, CgroupCollector>();
        services.AddSingleton<ICollector, OpenstackCollector>();
        services.AddSingleton<ICollector, OvirtCollector>();
        services.AddSingleton<ICollector, HostCollector>();
        services.AddSingleton<ICollector, CommitCollector>();
        services.AddSingleton<ICollector, HugepagesCollector>();
        services.AddSingleton<ICollector, KsmCollector>();
        services.AddSingleton<ICollector, NumaCollector>();
        services.AddSingleton<ICollector, PolicyCollector>();
        services.AddSingleton<ICollector, MovementCollector>();
        services.AddSingleton<FeedbackMetrics>();
        services.AddSingleton<IFeedbackMetrics>(provider => provider.GetRequiredService<FeedbackMetrics>());
        services.AddSingleton<Exposition>();

        services.AddSingleton<BearerToken>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<FeedbackLoop>();
        services.AddHostedService(provider => provider.GetRequiredService<FeedbackLoop>());
        services.AddSingleton<FeedbackEndpoint>();
    }

    public static void AddLogfmt(this ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        // What keeps the host from starting is told once, by us, with what to do.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        logging.Services.AddSingleton<ConsoleFormatter, LogfmtFormatter>();
        logging.AddConsole(console =>
        {
            console.FormatterName = LogfmtFormatter.FormatterName;
            console.LogToStandardErrorThreshold = LogLevel.Trace;
        });
    }

    public static void MapExporter(this WebApplication app, ExporterOptions options)
    {
        app.MapGet("/", () => LandingPage.Get(options));
        app.MapGet("/-/healthy", () => Results.Text("BalloonExporter is healthy.\n"));
        app.MapGet("/-/ready", Readiness.GetAsync);
        app.MapGet(options.TelemetryPath, MetricsEndpoint.HandleAsync);
        app.MapPost(FeedbackEndpoint.Path, (HttpContext context, FeedbackEndpoint feedback) => feedback.HandleAsync(context));
    }
}
