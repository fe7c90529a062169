namespace BalloonExporter.Core.Model;

/// <summary>What oVirt wrote into a domain's metadata; its name is the domain's own. What it did not write is null.</summary>
/// <param name="ClusterVersion">Compatibility version of the machine's cluster.</param>
/// <param name="GuaranteedKib">Memory guaranteed to the machine.</param>
public sealed record OvirtMachine(string? ClusterVersion, long? GuaranteedKib);
