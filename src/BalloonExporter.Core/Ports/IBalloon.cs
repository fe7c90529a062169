using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ports;

/// <summary>Moves the balloon of a running domain.</summary>
public interface IBalloon
{
    /// <summary>Sets the balloon's target of the running instance only, never of the persistent configuration.</summary>
    /// <param name="uuid">The domain.</param>
    /// <param name="targetKib">Its target.</param>
    /// <param name="lastCheck">Asked just before the call; whatever reason it has against it, the call is not made.</param>
    /// <param name="cancellation">Gives the call up.</param>
    /// <returns>How it went; never throws because of libvirt.</returns>
    Task<BalloonOutcome> SetTargetAsync(Guid uuid, long targetKib, Func<PreflightState, DecisionReason?> lastCheck, CancellationToken cancellation);
}
