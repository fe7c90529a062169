using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ports;

/// <summary>A hypervisor of this host: its domains, their facts and statistics.</summary>
public interface IHypervisor
{
    /// <summary>Starts to read all domains.</summary>
    /// <param name="known">What a fresh read of a domain in this state would find; it returns null for one that has to be read, and is null when all have to be.</param>
    /// <param name="deadline">After this time it ends.</param>
    /// <param name="cancellation">Abandons it.</param>
    HypervisorReading Begin(Func<Guid, DomainState, DomainMemory?>? known, TimeSpan deadline, CancellationToken cancellation);

    /// <summary>Reads the states of all domains, and facts and statistics of some. Does not wait for reads of all.</summary>
    Task<HypervisorAnswer> ReadSomeAsync(IReadOnlySet<Guid> only, TimeSpan deadline, CancellationToken cancellation);

    /// <summary>Reads the states of all domains, and one of them, for callers that only display: decisions do not wait for it.</summary>
    Task<HypervisorAnswer> ReadOneAsync(Guid uuid, TimeSpan deadline, CancellationToken cancellation);

    /// <summary>Whether it answers a question that involves no domain. Never throws because of it.</summary>
    Task<bool> AnswersAsync(TimeSpan deadline, CancellationToken cancellation);

    /// <summary>Adds <see cref="DomainMemory.JobActive"/> to the domains where it could be read.</summary>
    Task<IReadOnlyList<DomainMemory>> WithJobsAsync(
        IReadOnlyList<DomainMemory> domains, IReadOnlySet<Guid> askFor, TimeSpan deadline, CancellationToken cancellation);

    /// <summary>Whether the monitors of domains are free, without using them. Domains of other hypervisors are missing.</summary>
    /// <exception cref="TimeoutException">It did not answer in time.</exception>
    Task<IReadOnlyDictionary<Guid, DomainControl>> ControlsAsync(IReadOnlyList<Guid> uuids, TimeSpan deadline, CancellationToken cancellation);
}
