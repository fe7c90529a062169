using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ports;

/// <summary>Moves the balloon of a running domain.</summary>
public interface IBalloon
{
    /// <summary>Sets the balloon's target of the running instance only, never of the persistent configuration.</summary>
    /// <param name="uuid">The domain.</param>
    /// <param name="targetKib">Its target.</param>
    /// <param name="lastCheck">Called just before libvirt; if it returns a reason, the call is not made.</param>
    /// <param name="cancellation">Abandons the call.</param>
    /// <returns>The result; never throws because of libvirt.</returns>
    Task<BalloonOutcome> SetTargetAsync(Guid uuid, long targetKib, Func<PreflightState, DecisionReason?> lastCheck, CancellationToken cancellation);
}
