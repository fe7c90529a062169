namespace BalloonExporter.Domains;

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

    /// <summary>What can be told at once, without libvirt: the host's memory. Never throws because of the host.</summary>
    HostSnapshot ReadWithoutLibvirt();
}
