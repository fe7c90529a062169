namespace BalloonExporter.Core.Model;

/// <summary>Memory of a domain's process, from the kernel. Sizes are KiB; absent is null.</summary>
/// <param name="ResidentKib">Host memory it occupies.</param>
/// <param name="SwappedKib">Memory of the process in the host's swap.</param>
/// <param name="HugetlbKib">Huge pages it occupies; they are not part of the resident memory.</param>
public sealed record DomainProcess(long? ResidentKib, long? SwappedKib, long? HugetlbKib);
