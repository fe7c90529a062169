using Microsoft.Extensions.Hosting.Systemd;

namespace BalloonExporter.Engine;

/// <summary>Notifies systemd (<c>WatchdogSec=</c>) that the reflexes run. Without a notification for that long systemd restarts the exporter.</summary>
/// <param name="notifier">Null: no watchdog.</param>
internal sealed class Watchdog(ISystemdNotifier? notifier)
{
    private static readonly ServiceState Alive = new("WATCHDOG=1");

    /// <summary>A watchdog, if systemd asks this process for it (sd_watchdog_enabled(3)).</summary>
    /// <param name="interval">WATCHDOG_USEC: microseconds.</param>
    /// <param name="process">WATCHDOG_PID: the process that must notify; empty: the main process.</param>
    /// <param name="notifier">systemd's notification socket; null: not a service.</param>
    public static Watchdog Of(string? interval, string? process, ISystemdNotifier? notifier) =>
        new(IsPositive(interval) && (string.IsNullOrEmpty(process) || process == $"{Environment.ProcessId}") ? notifier : null);

    /// <summary>A look was completed. One that failed or blocks does not count.</summary>
    public void LookMade() => notifier?.Notify(Alive);

    private static bool IsPositive(string? microseconds) => long.TryParse(microseconds, out var number) && number > 0;
}
