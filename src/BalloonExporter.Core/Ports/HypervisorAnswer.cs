using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ports;

/// <summary>Result of one read of a hypervisor.</summary>
/// <param name="ReadAt">When it was read: no sample is younger.</param>
/// <param name="Domains">All domains, including shut off ones.</param>
public sealed record HypervisorAnswer(Moment ReadAt, IReadOnlyList<IHypervisorDomain> Domains)
{
    /// <summary>Versions and address; null while unknown.</summary>
    public HypervisorInfo? Info { get; init; }

    /// <summary>Whether <see cref="Domains"/> is an earlier list: newer domains are missing.</summary>
    public bool IsOldList { get; init; }
}

/// <summary>A read of all domains of a hypervisor that has begun.</summary>
/// <param name="Whole">The complete result; faulted when the domains could not be read in time.</param>
/// <param name="Listed">Completes when the domains are known; faulted when they cannot be read.</param>
/// <param name="SoFar">The result so far; null while the domains are unknown.</param>
public sealed record HypervisorReading(Task<HypervisorAnswer> Whole, Task Listed, Func<HypervisorAnswer?> SoFar);
