using BalloonExporter.Core.Model;
using BalloonExporter.Core.Restarts;

namespace BalloonExporter.Engine;

/// <summary>What a restart does to the world.</summary>
internal interface IRestartActs
{
    /// <summary>Writes the marker, or removes it; logs and counts. Before the step's call.</summary>
    Task KeepAsync(Restart before, RestartStep step);

    /// <summary>Makes a call.</summary>
    Task<PowerOutcome> CallAsync(Restart restart, PowerCall call, CancellationToken cancellation);

    /// <summary>Looks at a domain; null: it cannot be seen now.</summary>
    Task<RestartSignal?> LookAsync(Guid uuid, CancellationToken cancellation);

    /// <summary>Tells of an error that should not be.</summary>
    void Failed(Restart restart, Exception exception);
}
