using ExporterToolkit.Logging;

namespace BalloonExporter.Web;

/// <summary><c>/-/healthy</c>: this process answers.</summary>
internal static class Health
{
    /// <summary>
    /// An audit that cannot be written is told and no failure: whoever restarted this process for it would only end what still works,
    /// scrapes and gifts.
    /// </summary>
    public static IResult Get(ILogWriter log) => Results.Text(log.IsStuck
        ? "BalloonExporter is healthy.\nThe audit cannot be written: no memory is taken.\n"
        : "BalloonExporter is healthy.\n");
}
