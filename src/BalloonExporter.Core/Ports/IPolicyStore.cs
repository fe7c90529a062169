using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ports;

/// <summary>Reads and stores the policies of domains, running or not.</summary>
public interface IPolicyStore
{
    /// <summary>The stored policy of a domain. Never throws because of libvirt.</summary>
    Task<PolicyAnswer> ReadAsync(Guid uuid, CancellationToken cancellation);

    /// <summary>
    /// Changes the stored policy to a well-formed one, between whose reading and storing this process makes no other change; an empty
    /// policy removes it. Settings for the running instance take effect at
    /// once, an opt-out or opt-in with the next start. Never throws because of libvirt.
    /// </summary>
    /// <param name="uuid">The domain.</param>
    /// <param name="change">Gets the domain and returns the policy to store; null: none.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>The policy stored now.</returns>
    Task<PolicyAnswer> ChangeAsync(Guid uuid, Func<StoredDomain, PolicySpec?> change, CancellationToken cancellation);
}
