namespace BalloonExporter.Simulator.Controllers;

/// <summary>
/// How long after its evaluation an alert of a plan arrives. docs/fleet.md has the ages measured with real Prometheus and Alertmanager, scraped
/// each 5 s and evaluated each 15 s with a resend delay of 5 s: 2 to 12 s on the fastest host, 6 to 16 s on the slowest one.
/// </summary>
/// <param name="seconds">A fixed delay in seconds; null: as measured.</param>
public sealed class PlanDelay(int? seconds)
{
    // Seconds. The simulated data is already 2 s old when it is evaluated.
    private const int Measured = 13;

    private int _alerts;

    /// <summary>Seconds until the next alert arrives.</summary>
    public int Next() => seconds ?? _alerts++ * 5 % Measured;
}
