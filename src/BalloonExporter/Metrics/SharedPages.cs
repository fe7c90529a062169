using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>
/// Pages that are being sent, however slowly their clients read. One page serves all who share a read, and all of them together are bounded:
/// where they are too much whoever comes shares the newest for a second, and the oldest is given up for the next. A client in good faith
/// takes its page in less. Thread-safe.
/// </summary>
internal sealed class SharedPages(IHostDetails details, Exposition exposition, TimeProvider time)
{
    /// <summary>What all pages may occupy: some twenty of a host with three hundred domains. One that is larger is alone.</summary>
    public const long MostBytes = 16 * Kib.BytesPerMiB;

    /// <summary>How long libvirt has for what only a scrape asks for.</summary>
    public static readonly TimeSpan DetailsDeadline = TimeSpan.FromSeconds(2);

    // Longer than anybody in good faith needs who is not far away.
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly List<SharedPage> _pages = [];

    /// <summary>The page of a read. To be left again with <see cref="Release"/>.</summary>
    /// <param name="snapshot">What was read. Who shares a read has the same one.</param>
    /// <param name="wanted">The parts that are wanted.</param>
    /// <param name="patience">How long the client waits; after that the page is one without what has not been read by then.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<SharedPage> JoinAsync(HostSnapshot snapshot, IReadOnlySet<CollectorName> wanted, TimeSpan patience, CancellationToken cancellation)
    {
        var page = Join(snapshot, wanted, hurried: false);
        try
        {
            await page.Written.WaitAsync(patience > TimeSpan.Zero ? patience : TimeSpan.Zero, time, cancellation);
            return page;
        }
        catch (TimeoutException) when (!page.Written.IsCompleted)
        {
            Release(page);
        }
        catch (TimeoutException)
        {
            // It was written in the same moment.
            return page;
        }
        catch
        {
            Release(page);
            throw;
        }

        page = Join(snapshot, wanted, hurried: true);
        try
        {
            await page.Written.WaitAsync(cancellation);
            return page;
        }
        catch
        {
            Release(page);
            throw;
        }
    }

    public void Release(SharedPage page)
    {
        lock (_lock)
        {
            page.Readers--;
            RemoveIfDone(page);
        }
    }

    private SharedPage Join(HostSnapshot snapshot, IReadOnlySet<CollectorName> wanted, bool hurried)
    {
        lock (_lock)
        {
            var page = _pages.Find(each => each.IsOf(snapshot, wanted, hurried)) ?? NewestInsteadOf(wanted, hurried);
            if (page is null)
            {
                page = new SharedPage(snapshot, wanted, hurried, time.GetTimestamp());
                _pages.Add(page);
                // Elsewhere: what is locked here is not held while a page is written.
                page.Written = Task.Run(() => WriteAsync(page));
                _ = page.Written.ContinueWith(_ => Completed(page), TaskScheduler.Default);
            }

            page.Readers++;
            return page;
        }
    }

    // Where there is no room for one more: a page of a moment ago.
    private SharedPage? NewestInsteadOf(IReadOnlySet<CollectorName> wanted, bool hurried) =>
        _pages.FindLast(each => each.Bytes > 0 && each.IsOf(each.Snapshot, wanted, hurried)) is { } newest
            && time.GetElapsedTime(newest.BegunAt) < LeastTime
            && _pages.Where(each => !each.GivenUp.IsCancellationRequested).Sum(each => each.Bytes) + newest.Bytes > MostBytes
            ? newest
            : null;

    // Not for one client: whoever hangs up does not end it for the others.
    private async Task<PageBytes> WriteAsync(SharedPage page)
    {
        var bytes = new PageBytes();
        try
        {
            var snapshot = await details.AddAsync(page.Snapshot, page.Wanted, page.Hurried ? TimeSpan.Zero : DetailsDeadline, CancellationToken.None);
            await exposition.WriteAsync(snapshot, page.Wanted, bytes, CancellationToken.None);
            Count(page, bytes.Length);
            return bytes;
        }
        catch
        {
            await bytes.DisposeAsync();
            throw;
        }
    }

    private void Completed(SharedPage page)
    {
        lock (_lock)
            RemoveIfDone(page);
    }

    private void Count(SharedPage page, long length)
    {
        lock (_lock)
        {
            page.Bytes = length;
            var sent = _pages.Where(each => !each.GivenUp.IsCancellationRequested).ToList();
            var bytes = sent.Sum(each => each.Bytes);
            foreach (var older in sent.Where(each => each != page && each.Bytes > 0))
            {
                if (bytes <= MostBytes)
                    break;
                bytes -= older.Bytes;
                // Elsewhere: what follows from it must not run while this is locked.
                _ = older.GiveUpAsync();
            }
        }
    }

    // Nobody reads it any more, and nobody will: whoever comes now has a read of his own.
    private void RemoveIfDone(SharedPage page)
    {
        if (page.Readers == 0 && page.Written.IsCompleted && _pages.Remove(page))
            page.Dispose();
    }
}
