namespace BalloonExporter.Domains;

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

    private static readonly HashSet<Guid> NoJobs = [];

    private readonly Lock _lock = new();
    private Task<HostSnapshot>? _running;

    /// <summary>The host, read by a read that had not ended when this was called.</summary>
    /// <param name="patience">After this long the answer is what is known without libvirt.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<HostSnapshot> ReadAsync(TimeSpan patience, CancellationToken cancellation)
    {
        Task<HostSnapshot> running;
        lock (_lock)
        {
            if (_running is null or { IsCompleted: true })
                _running = reader.ReadAsync(Deadline, NoJobs, CancellationToken.None);
            running = _running;
        }

        try
        {
            return await running.WaitAsync(patience, time, cancellation);
        }
        catch (TimeoutException)
        {
            // It may have ended in the same moment.
            return running.IsCompletedSuccessfully ? await running : reader.ReadWithoutLibvirt();
        }
    }
}
