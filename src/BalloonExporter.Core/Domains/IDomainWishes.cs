namespace BalloonExporter.Domains;

/// <summary>Reads and stores what is wanted for single domains, running or not.</summary>
public interface IDomainWishes
{
    /// <summary>What is stored for a domain. Never throws because of libvirt.</summary>
    Task<WishAnswer> ReadAsync(Guid uuid, CancellationToken cancellation);

    /// <summary>
    /// Stores a well-formed wish in place of what was there; one that says nothing removes it. What concerns the running instance takes
    /// effect at once, an opt-out or opt-in with the next start. Never throws because of libvirt.
    /// </summary>
    /// <returns>What is stored now.</returns>
    Task<WishAnswer> StoreAsync(Guid uuid, DomainWish wish, CancellationToken cancellation);
}

/// <summary>How a read or change of a wish went.</summary>
/// <param name="Domain">The domain as it is now; null when there is none, or it could not be read.</param>
/// <param name="Error">Why libvirt could not do it; null when it could.</param>
public sealed record WishAnswer(StoredDomain? Domain, string? Error);

/// <summary>A domain and its facts, whether it runs or not.</summary>
/// <param name="Uuid">libvirt's UUID of the domain.</param>
/// <param name="Name">libvirt's name of the domain.</param>
/// <param name="IsActive">Whether it runs; paused included.</param>
/// <param name="Facts">What its running instance and its definition say; of one that does not run the latter only.</param>
public sealed record StoredDomain(Guid Uuid, string Name, bool IsActive, DomainFacts Facts);
