using Microsoft.Extensions.Hosting.Systemd;

namespace BalloonExporter.Engine;

/// <summary>Tells systemd (<c>WatchdogSec=</c>) that the reflexes look. Without word for that long systemd restarts the exporter.</summary>
/// <param name="notifier">Null: nobody waits for word.</param>
internal sealed class Watchdog(ISystemdNotifier? notifier)
{
    private static readonly ServiceState Alive = new("WATCHDOG=1");

    /// <summary>One that feeds when systemd asks this very process for it (sd_watchdog_enabled(3)).</summary>
    /// <param name="interval">WATCHDOG_USEC: microseconds.</param>
    /// <param name="process">WATCHDOG_PID: whose word is waited for; none: that of whoever was started.</param>
    /// <param name="notifier">How systemd is told; null: this is no service.</param>
    public static Watchdog Of(string? interval, string? process, ISystemdNotifier? notifier) =>
        new(IsPositive(interval) && (string.IsNullOrEmpty(process) || process == $"{Environment.ProcessId}") ? notifier : null);

    /// <summary>The loop has made a whole look. A look that failed, or does not end, is none.</summary>
    public void LookMade() => notifier?.Notify(Alive);

    private static bool IsPositive(string? microseconds) => long.TryParse(microseconds, out var number) && number > 0;
}
