using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ports;

/// <summary>Reads and stores the policies of domains, running or not.</summary>
public interface IPolicyStore
{
    /// <summary>The stored policy of a domain. Never throws because of libvirt.</summary>
    Task<PolicyAnswer> ReadAsync(Guid uuid, CancellationToken cancellation);

    /// <summary>
    /// Replaces the stored policy by a well-formed one; an empty policy removes it. Settings for the running instance take effect at
    /// once, an opt-out or opt-in with the next start. Never throws because of libvirt.
    /// </summary>
    /// <returns>The policy stored now.</returns>
    Task<PolicyAnswer> StoreAsync(Guid uuid, PolicySpec spec, CancellationToken cancellation);
}
