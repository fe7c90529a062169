using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ports;

/// <summary>
/// Reads for those who only look: scrapes, pages, readiness. All who ask while a read runs share it: ten scrapers cost libvirt one read.
/// Whoever decides reads for himself, because a decision must not rest on what was seen before it was asked for, nor wait for a scrape.
/// </summary>
/// <remarks>A client's patience ends its own waiting and nothing else: the read has a deadline of its own and serves the others.</remarks>
public sealed class SharedReader(IHostReader reader, TimeProvider time)
{
    /// <summary>
    /// How long libvirt has for a shared read. Prometheus usually waits for ten seconds: what was read by then still has to be
    /// completed, written and sent.
    /// </summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(8);

    private readonly Lock _lock = new();
    private HostRead? _running;
    private Task<bool>? _asking;

    /// <summary>The host, read by a read that had not ended when this was called.</summary>
    /// <param name="patience">After this long the answer is what is known by then.</param>
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
            // It may have ended in the same moment.
            return running.Whole.IsCompletedSuccessfully ? await running.Whole : running.SoFar();
        }
    }

    /// <summary>One domain, read afresh and without the others.</summary>
    /// <inheritdoc cref="IHostReader.ReadOneAsync"/>
    public Task<HostSnapshot> ReadOneAsync(Guid uuid, TimeSpan deadline, CancellationToken cancellation) =>
        reader.ReadOneAsync(uuid, deadline, cancellation);

    /// <summary>Whether every libvirt answers; who asks at the same time shares the question.</summary>
    /// <param name="patience">After this long the answer is no.</param>
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
