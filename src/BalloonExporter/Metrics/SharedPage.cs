using BalloonExporter.Core.Model;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>A page sent to all clients that share a read and request the same parts. Its owner counts the clients.</summary>
/// <param name="snapshot">The read, without details.</param>
/// <param name="wanted">The parts.</param>
/// <param name="hurried">Whether it is for clients that do not wait for details.</param>
/// <param name="begunAt">When it was started, a timestamp of the clock.</param>
internal sealed class SharedPage(HostSnapshot snapshot, IReadOnlySet<CollectorName> wanted, bool hurried, long begunAt) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _givenUp = new();
    private PageBytes? _compressed;

    /// <summary>Completes when the page is written.</summary>
    public Task<PageBytes> Written { get; set; } = null!;

    /// <summary>Cancelled when the page is abandoned for newer ones.</summary>
    public CancellationToken GivenUp => _givenUp.Token;

    /// <summary>Number of clients that wait for it or receive it.</summary>
    public int Readers { get; set; }

    /// <summary>Size in memory. Before it is written, that of the largest page so far.</summary>
    public long Bytes { get; set; }

    /// <summary>When it was written, a timestamp of the clock. Null before.</summary>
    public long? WrittenAt { get; set; }

    public HostSnapshot Snapshot => snapshot;

    public IReadOnlySet<CollectorName> Wanted => wanted;

    public bool Hurried => hurried;

    public long BegunAt => begunAt;

    public bool IsOf(HostSnapshot read, IReadOnlySet<CollectorName> parts, bool withoutDetails) =>
        ReferenceEquals(snapshot, read) && hurried == withoutDetails && wanted.SetEquals(parts) && !_givenUp.IsCancellationRequested;

    /// <summary>The page in the client's encoding.</summary>
    public async Task<PageBytes> ContentAsync(bool compressed)
    {
        var page = await Written;
        if (!compressed)
            return page;
        lock (_lock)
            return _compressed ??= page.Compressed();
    }

    public Task GiveUpAsync() => _givenUp.CancelAsync();

    public void Dispose()
    {
        _givenUp.Dispose();
        _compressed?.Dispose();
        if (Written.IsCompletedSuccessfully)
            Written.Result.Dispose();
    }
}
