namespace BalloonExporter.Core.Model;

/// <summary>A read of the host that has begun.</summary>
/// <param name="Whole">What it finds; ends at its deadline at the latest.</param>
/// <param name="SoFar">What it has found until now. Never throws because of libvirt or the host.</param>
public sealed record HostRead(Task<HostSnapshot> Whole, Func<HostSnapshot> SoFar);
