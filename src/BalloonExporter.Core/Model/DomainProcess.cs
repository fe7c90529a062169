namespace BalloonExporter.Core.Model;

/// <summary>What the kernel says of a domain's process. Sizes are KiB; absent is null.</summary>
/// <param name="ResidentKib">Host memory it occupies.</param>
/// <param name="SwappedKib">Memory of it in the host's swap.</param>
/// <param name="HugetlbKib">Huge pages it occupies; they are not part of the resident memory.</param>
public sealed record DomainProcess(long? ResidentKib, long? SwappedKib, long? HugetlbKib);
