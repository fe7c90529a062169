using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Metrics;
using BalloonExporter.Tests.Fakes;
using ExporterToolkit.Exposition;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BalloonExporter.Tests.Metrics;

public sealed class SharedPagesTests
{
    private static readonly IReadOnlySet<CollectorName> Wanted = new HashSet<CollectorName> { CollectorName.Libvirt };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new(Snapshots.Noon);
    private readonly Filler _filler = new();
    private readonly Details _details = new();
    private readonly SharedPages _pages;

    public SharedPagesTests()
    {
        _pages = new SharedPages(_details, new Exposition([_filler], [], _time, NullLogger<Exposition>.Instance), _time);
    }

    [Fact]
    public async Task All_who_share_a_read_and_want_the_same_are_sent_one_page()
    {
        var snapshot = Snapshots.Host();

        var one = await JoinAsync(snapshot);
        var other = await JoinAsync(snapshot);
        var others = await _pages.JoinAsync(snapshot, new HashSet<CollectorName> { CollectorName.Host }, Patience, CancellationToken.None);
        var later = await JoinAsync(Snapshots.Host());

        Assert.Same(one, other);
        Assert.NotSame(one, others);
        Assert.NotSame(one, later);
        Assert.Equal(3, _filler.Written);
    }

    [Fact]
    public async Task A_page_is_there_until_the_last_of_them_has_left()
    {
        var snapshot = Snapshots.Host();
        var page = await JoinAsync(snapshot);
        await JoinAsync(snapshot);
        var content = await page.ContentAsync(compressed: false);

        _pages.Release(page);
        Assert.NotEqual(0, content.Length);
        _pages.Release(page);

        Assert.Equal(0, content.Length);
        Assert.NotSame(page, await JoinAsync(snapshot));
    }

    [Fact]
    public async Task Where_pages_are_too_much_the_oldest_are_given_up_for_the_newest()
    {
        _filler.Bytes = (int)(SharedPages.MostBytes / 2) - 4096;
        var first = await JoinAsync(Snapshots.Host());
        var second = await JoinAsync(Snapshots.Host());
        Assert.False(first.GivenUp.IsCancellationRequested);
        // No client is cut off within its first second.
        Assert.Same(second, await JoinAsync(Snapshots.Host()));
        Assert.False(first.GivenUp.IsCancellationRequested);

        _time.Advance(TimeSpan.FromSeconds(1));
        var third = await JoinAsync(Snapshots.Host());

        await Until(() => first.GivenUp.IsCancellationRequested);
        Assert.False(second.GivenUp.IsCancellationRequested || third.GivenUp.IsCancellationRequested);
        // A page that is given up is not sent to other clients.
        Assert.NotSame(first, await JoinAsync(first.Snapshot));
    }

    [Fact]
    public async Task Pages_that_are_still_being_written_need_room_too()
    {
        _filler.Bytes = (int)(SharedPages.MostBytes / 2) - 4096;
        var first = await JoinAsync(Snapshots.Host());
        var given = _details.Hold();
        var second = JoinAsync(Snapshots.Host());

        // Without room for a third page, its client shares the second one.
        var third = JoinAsync(Snapshots.Host());
        given.SetResult();

        Assert.Same(await second, await third);
        Assert.False(first.GivenUp.IsCancellationRequested);
    }

    [Fact]
    public async Task A_page_that_took_long_to_write_is_not_given_up_before_its_clients_had_a_second()
    {
        _filler.Bytes = (int)(SharedPages.MostBytes / 2) - 4096;
        var given = _details.Hold();
        var slow = JoinAsync(Snapshots.Host());
        var quick = await _pages.JoinAsync(Snapshots.Host(), Wanted, TimeSpan.Zero, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(1));
        given.SetResult();
        var late = await slow;

        await JoinAsync(Snapshots.Host());

        await Until(() => quick.GivenUp.IsCancellationRequested);
        Assert.False(late.GivenUp.IsCancellationRequested);
    }

    [Fact]
    public async Task A_page_larger_than_all_room_is_sent()
    {
        _filler.Bytes = (int)SharedPages.MostBytes + 1;
        var page = await JoinAsync(Snapshots.Host());

        Assert.True((await page.ContentAsync(compressed: false)).Length > SharedPages.MostBytes);
        Assert.False(page.GivenUp.IsCancellationRequested);
    }

    [Fact]
    public async Task A_scraper_that_does_not_wait_gets_a_page_without_details_and_the_others_get_theirs()
    {
        var snapshot = Snapshots.Host();
        var given = _details.Hold();
        var patient = JoinAsync(snapshot);
        var hasty = _pages.JoinAsync(snapshot, Wanted, TimeSpan.Zero, CancellationToken.None);

        Assert.True((await hasty).Hurried);
        Assert.False(patient.IsCompleted);
        given.SetResult();
        Assert.False((await patient).Hurried);
    }

    [Fact]
    public async Task A_client_that_hangs_up_does_not_end_the_page_of_the_others()
    {
        var snapshot = Snapshots.Host();
        var given = _details.Hold();
        using var hungUp = new CancellationTokenSource();
        var patient = JoinAsync(snapshot);
        var gone = _pages.JoinAsync(snapshot, Wanted, Patience, hungUp.Token);
        await hungUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);

        given.SetResult();

        Assert.NotEqual(0, (await (await patient).ContentAsync(compressed: false)).Length);
    }

    [Fact]
    public async Task A_page_without_readers_is_dropped_even_before_it_is_written()
    {
        var snapshot = Snapshots.Host();
        var given = _details.Hold();
        using var hungUp = new CancellationTokenSource();
        var gone = _pages.JoinAsync(snapshot, Wanted, Patience, hungUp.Token);
        await hungUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        given.SetResult();
        await Until(() => _filler.Written == 1);

        await Until(() =>
        {
            var page = JoinAsync(snapshot);
            return page.Wait(Patience) && _filler.Written > 1;
        });
    }

    private Task<SharedPage> JoinAsync(HostSnapshot snapshot) => _pages.JoinAsync(snapshot, Wanted, Patience, CancellationToken.None);

    private static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
            await Task.Delay(10, patience.Token);
    }

    private sealed class Filler : ICollector
    {
        private int _written;

        public int Bytes { get; set; } = 100;

        public int Written => Volatile.Read(ref _written);

        public CollectorName? Name => null;

        public void Collect(HostSnapshot snapshot, MetricPage page)
        {
            page.Gauge("balloon_test", new string('x', Bytes)).Write(1);
            Interlocked.Increment(ref _written);
        }
    }

    private sealed class Details : IHostDetails
    {
        private Task _held = Task.CompletedTask;

        public TaskCompletionSource Hold()
        {
            var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _held = held.Task;
            return held;
        }

        public async Task<HostSnapshot> AddAsync(HostSnapshot snapshot, IReadOnlySet<CollectorName> wanted, TimeSpan patience, CancellationToken cancellation)
        {
            if (patience > TimeSpan.Zero)
                await _held;
            return snapshot;
        }
    }
}
