using BalloonExporter.Domains;

namespace BalloonExporter.Hypervisor;

/// <summary>
/// Many who look at once share one look: ten scrapers cost libvirt one read. Who asks for jobs gets a look of its own, because a
/// decision must not be made on what was seen before it was asked for.
/// </summary>
internal sealed class SingleFlightReader(IHostReader reader, TimeProvider time) : IHostReader
{
    private readonly Lock _lock = new();
    private Flight? _flight;

    public Task<HostSnapshot> ReadAsync(TimeSpan deadline, IReadOnlySet<Guid> askForJobs, CancellationToken cancellation)
    {
        if (askForJobs.Count > 0)
            return reader.ReadAsync(deadline, askForJobs, cancellation);
        Flight flight;
        lock (_lock)
        {
            // Not cancelled by the one who happened to come first: others wait for it too. It ends by its deadline.
            if (_flight is null or { Landing.IsCompleted: true })
                _flight = new Flight(reader.ReadAsync(deadline, askForJobs, CancellationToken.None), time.GetTimestamp(), deadline);
            flight = _flight;
        }

        return deadline >= flight.Deadline - time.GetElapsedTime(flight.Departure)
            ? flight.Landing.WaitAsync(cancellation)
            : WaitAsync(flight, deadline, askForJobs, cancellation);
    }

    public Task<HostSnapshot> ReadSomeAsync(
        IReadOnlySet<Guid> only, TimeSpan deadline, IReadOnlySet<Guid> askForJobs, CancellationToken cancellation) =>
        reader.ReadSomeAsync(only, deadline, askForJobs, cancellation);

    // Whose time runs out before that of who came first is told what can be told without libvirt. A second read beside the first
    // would find guests busy, and so would the first.
    private async Task<HostSnapshot> WaitAsync(Flight flight, TimeSpan deadline, IReadOnlySet<Guid> askForJobs, CancellationToken cancellation)
    {
        try
        {
            return await flight.Landing.WaitAsync(deadline, time, cancellation);
        }
        catch (TimeoutException)
        {
            return await reader.ReadAsync(TimeSpan.Zero, askForJobs, cancellation);
        }
    }

    private sealed record Flight(Task<HostSnapshot> Landing, long Departure, TimeSpan Deadline);
}
