using BalloonExporter.Core.Model;
using BalloonExporter.Core.Restarts;

namespace BalloonExporter.Engine;

/// <summary>What a restart does to the world.</summary>
internal interface IRestartActs
{
    /// <summary>Writes the marker, or removes it; logs and counts. Before a caller sees the step's phase.</summary>
    void Keep(Restart before, RestartStep step);

    /// <summary>Waits until a guest that is about to be touched is in the log. Before the step's call.</summary>
    Task ToldAsync(RestartStep step);

    /// <summary>Makes a call.</summary>
    Task<PowerOutcome> CallAsync(Restart restart, PowerCall call, CancellationToken cancellation);

    /// <summary>Looks at a domain; null: it cannot be seen now.</summary>
    Task<RestartSignal?> LookAsync(Guid uuid, CancellationToken cancellation);

    /// <summary>Tells of an error that should not be.</summary>
    void Failed(Restart restart, Exception exception);
}
