using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ports;

/// <summary>Reads details for scrapes that no decision needs.</summary>
public interface IHostDetails
{
    /// <summary>
    /// Adds the details of the wanted parts to a snapshot. Never throws because of libvirt or the host: parts that could not be read are
    /// absent, with an error in <see cref="HostSnapshot.Parts"/>.
    /// </summary>
    /// <param name="snapshot">The snapshot just read.</param>
    /// <param name="wanted">The parts to read.</param>
    /// <param name="patience">How long the caller waits; parts that are not ready by then are left out.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    Task<HostSnapshot> AddAsync(HostSnapshot snapshot, IReadOnlySet<CollectorName> wanted, TimeSpan patience, CancellationToken cancellation);
}
