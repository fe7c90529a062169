using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ports;

/// <summary>Reads and stores what is wanted for single domains, running or not.</summary>
public interface IPolicyStore
{
    /// <summary>What is stored for a domain. Never throws because of libvirt.</summary>
    Task<PolicyAnswer> ReadAsync(Guid uuid, CancellationToken cancellation);

    /// <summary>
    /// Stores a well-formed wish in place of what was there; one that says nothing removes it. What concerns the running instance takes
    /// effect at once, an opt-out or opt-in with the next start. Never throws because of libvirt.
    /// </summary>
    /// <returns>What is stored now.</returns>
    Task<PolicyAnswer> StoreAsync(Guid uuid, PolicySpec spec, CancellationToken cancellation);
}
