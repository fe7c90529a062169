namespace BalloonExporter.Core.Model;

/// <summary>Versions and address of a hypervisor.</summary>
public sealed record HypervisorInfo(string Uri, string Driver, string LibraryVersion, string DaemonVersion, string HypervisorVersion);
