using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ports;

/// <summary>Reads the host and its domains.</summary>
public interface IHostReader
{
    /// <summary>
    /// Reads everything anew. Never throws because of libvirt or the host: what could not be read is absent, with an error in <see
    /// cref="HostSnapshot.Parts"/>.
    /// </summary>
    /// <param name="deadline">After this time the result is what was read by then.</param>
    /// <param name="askForJobs">Domains for which <see cref="DomainMemory.JobActive"/> is wanted.</param>
    /// <param name="cancellation">Abandons the read.</param>
    Task<HostSnapshot> ReadAsync(TimeSpan deadline, IReadOnlySet<Guid> askForJobs, CancellationToken cancellation);

    /// <summary>
    /// Reads the host and some of its domains anew, since asking a guest's monitor is the cost of a read. The resident memory of all
    /// domains is included.
    /// </summary>
    /// <param name="only">The domains to read; those that do not run are missing in the result.</param>
    /// <param name="deadline">After this time the result is what was read by then.</param>
    /// <param name="askForJobs">Domains for which <see cref="DomainMemory.JobActive"/> is wanted.</param>
    /// <param name="cancellation">Abandons the read.</param>
    Task<HostSnapshot> ReadSomeAsync(
        IReadOnlySet<Guid> only, TimeSpan deadline, IReadOnlySet<Guid> askForJobs, CancellationToken cancellation) =>
        ReadAsync(deadline, askForJobs, cancellation);

    /// <summary>
    /// Starts to read everything, for callers that only display: each waits as long as it likes and takes the result so far. What a fresh
    /// read of a domain would find again may come from an earlier one. Never throws because of libvirt or the host.
    /// </summary>
    /// <param name="deadline">After this time the read ends with what was read.</param>
    HostRead Begin(TimeSpan deadline) => new(ReadAsync(deadline, new HashSet<Guid>(), CancellationToken.None), ReadWithoutLibvirt);

    /// <summary>
    /// Reads the host and one domain anew, for callers that only display: they neither wait for decisions nor delay them. The domain is
    /// missing when it does not run.
    /// </summary>
    /// <param name="uuid">The domain.</param>
    /// <param name="deadline">After this time the result is what was read by then.</param>
    /// <param name="cancellation">Abandons the read.</param>
    Task<HostSnapshot> ReadOneAsync(Guid uuid, TimeSpan deadline, CancellationToken cancellation);

    /// <summary>Whether every libvirt answers. The question does not wait for any domain: a busy libvirt is up.</summary>
    /// <param name="deadline">After this time it counts as down.</param>
    /// <param name="cancellation">Abandons the question.</param>
    Task<bool> IsLibvirtUpAsync(TimeSpan deadline, CancellationToken cancellation);

    /// <summary>Reads the host's memory at once, without libvirt. Never throws because of the host.</summary>
    HostSnapshot ReadWithoutLibvirt();
}
