using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ports;

/// <summary>
/// Shared reads for callers that only display: scrapes, pages, readiness. All callers during a read share it, so that ten scrapers cost
/// libvirt one read. Decisions read for themselves, because their data must not be older than the request, and they must not wait for a
/// scrape.
/// </summary>
/// <remarks>A caller's timeout ends only its own waiting: the read has its own deadline and serves the others.</remarks>
public sealed class SharedReader(IHostReader reader, TimeProvider time)
{
    /// <summary>
    /// Deadline of libvirt for a shared read. Prometheus usually waits for ten seconds, and the result must still be completed, written
    /// and sent.
    /// </summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(8);

    private readonly Lock _lock = new();
    private HostRead? _running;
    private Task<bool>? _asking;

    /// <summary>The host, from a read that had not ended when this was called.</summary>
    /// <param name="patience">After this time the result is what was read by then. A caller whose deadline is shorter than the shared read's gets the snapshot so far.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<HostSnapshot> ReadAsync(TimeSpan patience, CancellationToken cancellation)
    {
        HostRead running;
        lock (_lock)
        {
            if (_running is null or { Whole.IsCompleted: true })
                _running = reader.Begin(Deadline);
            running = _running;
        }

        try
        {
            return await running.Whole.WaitAsync(patience, time, cancellation);
        }
        catch (TimeoutException)
        {
            // The read may have ended at the same moment.
            return running.Whole.IsCompletedSuccessfully ? await running.Whole : running.SoFar();
        }
    }

    /// <summary>One domain, read anew without the others.</summary>
    /// <inheritdoc cref="IHostReader.ReadOneAsync"/>
    public Task<HostSnapshot> ReadOneAsync(Guid uuid, TimeSpan deadline, CancellationToken cancellation) =>
        reader.ReadOneAsync(uuid, deadline, cancellation);

    /// <summary>Whether every libvirt answers; concurrent callers share the question.</summary>
    /// <param name="patience">After this time the answer is no.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<bool> IsLibvirtUpAsync(TimeSpan patience, CancellationToken cancellation)
    {
        Task<bool> asking;
        lock (_lock)
        {
            if (_asking is null or { IsCompleted: true })
                _asking = reader.IsLibvirtUpAsync(Deadline, CancellationToken.None);
            asking = _asking;
        }

        try
        {
            return await asking.WaitAsync(patience, time, cancellation);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
