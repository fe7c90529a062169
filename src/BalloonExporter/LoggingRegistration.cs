using BalloonExporter.Api;
using BalloonExporter.Core.Model;
using BalloonExporter.Engine;
using BalloonExporter.Libvirt;
using BalloonExporter.Options;
using ExporterToolkit.Logging;

namespace BalloonExporter;

/// <summary>What is logged, and how a line is written.</summary>
internal static class LoggingRegistration
{
    // Who moves memory or decides who may: their lines must not be lost.
    private static readonly HashSet<string> AuditCategories =
        [typeof(AuditTrail).FullName!, typeof(Pauses).FullName!, typeof(PolicyEndpoint).FullName!, typeof(DefinitionReconciler).FullName!];

    public static void AddExporter(this ILoggingBuilder logging, ExporterOptions options)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(options.LogLevel);
        // The web server's chatter tells an operator nothing, not even one who looks for a fault here.
        logging.AddFilter("Microsoft", options.LogLevel > LogLevel.Warning ? options.LogLevel : LogLevel.Warning);
        // What keeps the host from starting is told once, by us, with what to do.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        // Who wants less chatter has not said that memory may move without a word.
        foreach (var category in AuditCategories)
            logging.AddFilter(category, options.LogLevel < LogLevel.Information ? options.LogLevel : LogLevel.Information);
        logging.Services.AddSingleton<ILoggerProvider>(provider => new LineLoggerProvider(
            provider.GetRequiredService<LogWriter>(), Formatter(options.LogFormat, provider.GetRequiredService<SteadyClock>()), AuditCategories));
    }

    private static ILineFormatter Formatter(LogFormat format, SteadyClock clock) =>
        format == LogFormat.Json ? new JsonFormatter(() => clock.WallTime) : new LogfmtFormatter(() => clock.WallTime);
}
