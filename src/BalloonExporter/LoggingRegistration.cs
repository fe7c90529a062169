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
    // Categories whose lines must not be lost: they move memory, or decide about access.
    private static readonly HashSet<string> AuditCategories =
        [typeof(AuditTrail).FullName!, typeof(Pauses).FullName!, typeof(PolicyWriter).FullName!, typeof(DefinitionReconciler).FullName!];

    public static void AddExporter(this ILoggingBuilder logging, ExporterOptions options)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(options.LogLevel);
        // The web server's debug lines are of no use to operators.
        logging.AddFilter("Microsoft", options.LogLevel > LogLevel.Warning ? options.LogLevel : LogLevel.Warning);
        // Start errors are logged once, by this program, with a remedy.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        // A higher log level must not hide lines about memory that moves.
        foreach (var category in AuditCategories)
            logging.AddFilter(category, options.LogLevel < LogLevel.Information ? options.LogLevel : LogLevel.Information);
        logging.Services.AddSingleton<ILoggerProvider>(provider => new LineLoggerProvider(
            provider.GetRequiredService<LogWriter>(), Formatter(options.LogFormat, provider.GetRequiredService<SteadyClock>()), AuditCategories));
    }

    private static ILineFormatter Formatter(LogFormat format, SteadyClock clock) =>
        format == LogFormat.Json ? new JsonFormatter(() => clock.WallTime) : new LogfmtFormatter(() => clock.WallTime);
}
