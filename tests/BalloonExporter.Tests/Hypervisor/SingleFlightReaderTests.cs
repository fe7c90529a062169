using BalloonExporter.Domains;
using BalloonExporter.Hypervisor;
using BalloonExporter.Tests.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace BalloonExporter.Tests.Hypervisor;

public sealed class SingleFlightReaderTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly WaitingReader _reader = new();
    private readonly FakeTimeProvider _time = new();
    private readonly SingleFlightReader _flight;

    public SingleFlightReaderTests() => _flight = new SingleFlightReader(_reader, _time);

    [Fact]
    public async Task Ten_scrapers_at_once_cost_one_read()
    {
        var looks = Enumerable.Range(0, 10).Select(_ => _flight.ReadAsync(Deadline, new HashSet<Guid>(), CancellationToken.None)).ToList();
        _reader.Land();

        var snapshots = await Task.WhenAll(looks);

        Assert.Equal(1, _reader.Reads);
        Assert.All(snapshots, snapshot => Assert.Same(snapshots[0], snapshot));
    }

    [Fact]
    public async Task Who_comes_after_the_landing_gets_a_fresh_read()
    {
        _reader.Land();
        await _flight.ReadAsync(Deadline, new HashSet<Guid>(), CancellationToken.None);
        await _flight.ReadAsync(Deadline, new HashSet<Guid>(), CancellationToken.None);

        Assert.Equal(2, _reader.Reads);
    }

    [Fact]
    public async Task A_decision_never_shares_a_look_taken_before_it()
    {
        var scrape = _flight.ReadAsync(Deadline, new HashSet<Guid>(), CancellationToken.None);
        var decision = _flight.ReadAsync(Deadline, new HashSet<Guid> { Snapshots.Uuid(1) }, CancellationToken.None);
        _reader.Land();
        await Task.WhenAll(scrape, decision);

        Assert.Equal(2, _reader.Reads);
    }

    [Fact]
    public async Task A_scraper_that_leaves_does_not_take_the_others_look_along()
    {
        using var leaving = new CancellationTokenSource();
        var first = _flight.ReadAsync(Deadline, new HashSet<Guid>(), leaving.Token);
        var second = _flight.ReadAsync(Deadline, new HashSet<Guid>(), CancellationToken.None);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _reader.Land();

        Assert.True((await second).LibvirtUp);
        Assert.Equal(1, _reader.Reads);
    }

    [Fact]
    public async Task Who_has_less_time_than_who_came_first_does_not_wait_for_longer_and_is_told_what_is_known_without_libvirt()
    {
        var patient = _flight.ReadAsync(Deadline, new HashSet<Guid>(), CancellationToken.None);
        var hasty = _flight.ReadAsync(Deadline / 2, new HashSet<Guid>(), CancellationToken.None);
        _time.Advance(Deadline / 2);

        Assert.False((await hasty.WaitAsync(Patience)).LibvirtUp);
        Assert.Equal([Deadline, TimeSpan.Zero], _reader.Deadlines);

        _reader.Land();
        Assert.True((await patient).LibvirtUp);
    }

    [Fact]
    public async Task Who_has_little_time_shares_a_look_that_ends_in_time()
    {
        var first = _flight.ReadAsync(Deadline, new HashSet<Guid>(), CancellationToken.None);
        var hasty = _flight.ReadAsync(Deadline / 2, new HashSet<Guid>(), CancellationToken.None);
        _reader.Land();

        Assert.Same(await first, await hasty);
    }

    [Fact]
    public async Task Who_comes_later_with_as_much_time_waits_until_the_look_is_over()
    {
        var first = _flight.ReadAsync(Deadline, new HashSet<Guid>(), CancellationToken.None);
        _time.Advance(Deadline / 4);
        var second = _flight.ReadAsync(Deadline, new HashSet<Guid>(), CancellationToken.None);
        // The look may end a moment after its deadline, with all that could be had until then.
        _time.Advance(Deadline * 2);
        _reader.Land();

        Assert.Same(await first, await second);
    }

    private sealed class WaitingReader : IHostReader
    {
        private readonly TaskCompletionSource _landing = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly List<TimeSpan> _deadlines = [];

        public int Reads => _deadlines.Count;

        public IReadOnlyList<TimeSpan> Deadlines => _deadlines;

        public void Land() => _landing.SetResult();

        public async Task<HostSnapshot> ReadAsync(TimeSpan deadline, IReadOnlySet<Guid> askForJobs, CancellationToken cancellation)
        {
            _deadlines.Add(deadline);
            if (deadline == TimeSpan.Zero)
                return Snapshots.LibvirtDown();
            await _landing.Task.WaitAsync(cancellation);
            return Snapshots.Host();
        }
    }
}
