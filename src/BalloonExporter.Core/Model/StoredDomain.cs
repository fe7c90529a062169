namespace BalloonExporter.Core.Model;

/// <summary>A domain and its facts, whether it runs or not.</summary>
/// <param name="Uuid">libvirt's UUID of the domain.</param>
/// <param name="Name">libvirt's name of the domain.</param>
/// <param name="IsActive">Whether it runs; paused included.</param>
/// <param name="Facts">Facts from the running instance and the definition; for an inactive domain from the definition alone.</param>
public sealed record StoredDomain(Guid Uuid, string Name, bool IsActive, DomainFacts Facts);
