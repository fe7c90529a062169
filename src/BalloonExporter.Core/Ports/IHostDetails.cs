using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ports;

/// <summary>Reads what only a scrape asks for, and no decision needs.</summary>
public interface IHostDetails
{
    /// <summary>
    /// Adds the details of the wanted parts to a snapshot. Never throws because of libvirt or the host: what could not be read is
    /// absent and told in <see cref="HostSnapshot.Parts"/>.
    /// </summary>
    /// <param name="snapshot">What was just read.</param>
    /// <param name="wanted">The parts that are wanted.</param>
    /// <param name="patience">How long the caller waits; what is not there by then is left out.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    Task<HostSnapshot> AddAsync(HostSnapshot snapshot, IReadOnlySet<CollectorName> wanted, TimeSpan patience, CancellationToken cancellation);
}
