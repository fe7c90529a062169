using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>
/// Pages being sent, however slowly their clients read. One page serves all clients that share a read, and their total size is bounded:
/// at the limit new clients share the newest page for a second, and the oldest is abandoned for the next one, if possible one that its
/// clients have had for a second. Normal clients read a page faster. Thread-safe.
/// </summary>
internal sealed class SharedPages(IHostDetails details, Exposition exposition, TimeProvider time)
{
    /// <summary>Size limit of all pages: about twenty of a host with three hundred domains. A larger page is the only one.</summary>
    public const long MostBytes = 16 * Kib.BytesPerMiB;

    /// <summary>Deadline of libvirt for details that only a scrape needs.</summary>
    public static readonly TimeSpan DetailsDeadline = TimeSpan.FromSeconds(2);

    // Longer than a normal client needs.
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly List<SharedPage> _pages = [];
    // Largest size of a page so far: what one needs that is still being written.
    private long _largest;

    /// <summary>The page of a read. Release it with <see cref="Release"/>.</summary>
    /// <param name="snapshot">The read. Clients that share a read have the same object.</param>
    /// <param name="wanted">The parts to read.</param>
    /// <param name="patience">How long the client waits; after that the page lacks what has not been read.</param>
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
            // It was written at the same moment.
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
                page = new SharedPage(snapshot, wanted, hurried, time.GetTimestamp()) { Bytes = _largest };
                _pages.Add(page);
                // On another thread: the lock is not held while a page is written.
                page.Written = Task.Run(() => WriteAsync(page));
                _ = page.Written.ContinueWith(_ => Completed(page), TaskScheduler.Default);
            }

            page.Readers++;
            return page;
        }
    }

    // Without room for another page, one from a moment ago. Pages that are still being written need room too.
    private SharedPage? NewestInsteadOf(IReadOnlySet<CollectorName> wanted, bool hurried) =>
        _pages.FindLast(each => each.IsOf(each.Snapshot, wanted, hurried)) is { } newest
            && time.GetElapsedTime(newest.BegunAt) < LeastTime
            && Sent().Sum(each => each.Bytes) + _largest > MostBytes
            ? newest
            : null;

    private IEnumerable<SharedPage> Sent() => _pages.Where(each => !each.GivenUp.IsCancellationRequested);

    // Independent of one client: a client that disconnects does not end it for the others.
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
            page.WrittenAt = time.GetTimestamp();
            _largest = Math.Max(_largest, length);
            var written = Sent().Where(each => each.WrittenAt is not null).ToList();
            var bytes = written.Sum(each => each.Bytes);
            // Those first that their clients have had for long enough, the oldest of them first.
            foreach (var older in written.Where(each => each != page).OrderBy(each => time.GetElapsedTime(each.WrittenAt!.Value) < LeastTime))
            {
                if (bytes <= MostBytes)
                    break;
                bytes -= older.Bytes;
                // On another thread: its continuations must not run under the lock.
                _ = older.GiveUpAsync();
            }
        }
    }

    // It has no more readers: new clients have a new read.
    private void RemoveIfDone(SharedPage page)
    {
        if (page.Readers == 0 && page.Written.IsCompleted && _pages.Remove(page))
            page.Dispose();
    }
}
