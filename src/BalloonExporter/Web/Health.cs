using ExporterToolkit.Logging;

namespace BalloonExporter.Web;

/// <summary><c>/-/healthy</c>: whether this process answers.</summary>
internal static class Health
{
    /// <summary>
    /// An audit log that cannot be written is reported, but is healthy: a restart because of it would only interrupt scrapes and grants,
    /// which still work.
    /// </summary>
    public static IResult Get(ILogWriter log) => Results.Text(log.IsStuck
        ? "BalloonExporter is healthy.\nThe audit cannot be written: no memory is taken.\n"
        : "BalloonExporter is healthy.\n");
}
