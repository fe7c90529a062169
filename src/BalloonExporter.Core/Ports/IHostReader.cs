using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ports;

/// <summary>Reads the host and its domains.</summary>
public interface IHostReader
{
    /// <summary>
    /// Reads everything, afresh. Never throws because of libvirt or the host: what could not be read is absent and told in
    /// <see cref="HostSnapshot.Parts"/>.
    /// </summary>
    /// <param name="deadline">After this long the answer is given with what is there.</param>
    /// <param name="askForJobs">Domains for which <see cref="DomainMemory.JobActive"/> is wanted.</param>
    /// <param name="cancellation">Gives the read up.</param>
    Task<HostSnapshot> ReadAsync(TimeSpan deadline, IReadOnlySet<Guid> askForJobs, CancellationToken cancellation);

    /// <summary>
    /// Reads the host and only some of its domains, afresh: asking a guest's monitor is what a read costs. Memory that all domains
    /// occupy is known all the same.
    /// </summary>
    /// <param name="only">The domains that are wanted; those that do not run are missing.</param>
    /// <param name="deadline">After this long the answer is given with what is there.</param>
    /// <param name="askForJobs">Domains for which <see cref="DomainMemory.JobActive"/> is wanted.</param>
    /// <param name="cancellation">Gives the read up.</param>
    Task<HostSnapshot> ReadSomeAsync(
        IReadOnlySet<Guid> only, TimeSpan deadline, IReadOnlySet<Guid> askForJobs, CancellationToken cancellation) =>
        ReadAsync(deadline, askForJobs, cancellation);

    /// <summary>
    /// Begins to read everything, afresh, for those who only look: each waits as long as he will and takes what is known by then.
    /// Never throws because of libvirt or the host.
    /// </summary>
    /// <param name="deadline">After this long the read ends with what is there.</param>
    HostRead Begin(TimeSpan deadline) => new(ReadAsync(deadline, new HashSet<Guid>(), CancellationToken.None), ReadWithoutLibvirt);

    /// <summary>
    /// Reads the host and one domain, afresh, for those who only look: they neither wait for whoever decides nor hold him up. The domain is
    /// missing when it does not run.
    /// </summary>
    /// <param name="uuid">The domain.</param>
    /// <param name="deadline">After this long the answer is given with what is there.</param>
    /// <param name="cancellation">Gives the read up.</param>
    Task<HostSnapshot> ReadOneAsync(Guid uuid, TimeSpan deadline, CancellationToken cancellation);

    /// <summary>Whether every libvirt answers. It is asked for nothing that waits for a domain: a busy one is up.</summary>
    /// <param name="deadline">After this long it counts as down.</param>
    /// <param name="cancellation">Gives the question up.</param>
    Task<bool> IsLibvirtUpAsync(TimeSpan deadline, CancellationToken cancellation);

    /// <summary>What can be told at once, without libvirt: the host's memory. Never throws because of the host.</summary>
    HostSnapshot ReadWithoutLibvirt();
}
