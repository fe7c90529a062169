using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ports;

/// <summary>Looks at, stops and starts domains. Never throws because of the hypervisor.</summary>
public interface IDomainPower
{
    /// <summary>A domain now; no domain and no error when there is none.</summary>
    Task<(DomainPower? Domain, string? Error)> LookAsync(Guid uuid, CancellationToken cancellation);

    /// <summary>Makes a call.</summary>
    /// <param name="uuid">The domain.</param>
    /// <param name="what">What to do. A start of a domain that runs is done already.</param>
    /// <param name="lastCheck">Is handed the domain just before the call, where it can still be called off. Null: no check.</param>
    /// <param name="cancellation">Ends the waiting, not the call.</param>
    Task<PowerOutcome> CallAsync(Guid uuid, PowerCall what, Func<DomainPower, string?>? lastCheck, CancellationToken cancellation);
}
