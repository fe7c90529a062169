using BalloonExporter.Domains;

namespace BalloonExporter.Hypervisor;

/// <summary>
/// Many who look at once share one look: ten scrapers cost libvirt one read. Who asks for jobs gets a look of its own, because a
/// decision must not be made on what was seen before it was asked for.
/// </summary>
internal sealed class SingleFlightReader(IHostReader reader) : IHostReader
{
    private readonly Lock _lock = new();
    private Task<HostSnapshot>? _flight;

    public Task<HostSnapshot> ReadAsync(TimeSpan deadline, IReadOnlySet<Guid> askForJobs, CancellationToken cancellation)
    {
        if (askForJobs.Count > 0)
            return reader.ReadAsync(deadline, askForJobs, cancellation);
        Task<HostSnapshot> flight;
        lock (_lock)
        {
            // Not cancelled by the one who happened to come first: others wait for it too. It ends by its deadline.
            if (_flight is null or { IsCompleted: true })
                _flight = reader.ReadAsync(deadline, askForJobs, CancellationToken.None);
            flight = _flight;
        }

        return flight.WaitAsync(cancellation);
    }

    public Task<HostSnapshot> ReadSomeAsync(
        IReadOnlySet<Guid> only, TimeSpan deadline, IReadOnlySet<Guid> askForJobs, CancellationToken cancellation) =>
        reader.ReadSomeAsync(only, deadline, askForJobs, cancellation);
}
