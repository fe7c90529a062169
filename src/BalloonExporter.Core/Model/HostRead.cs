namespace BalloonExporter.Core.Model;

/// <summary>A read of the host in progress.</summary>
/// <param name="Whole">The complete result; available at the deadline at the latest.</param>
/// <param name="SoFar">The result so far. Never throws because of libvirt or the host.</param>
public sealed record HostRead(Task<HostSnapshot> Whole, Func<HostSnapshot> SoFar);
