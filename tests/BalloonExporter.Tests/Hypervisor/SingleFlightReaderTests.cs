using BalloonExporter.Domains;
using BalloonExporter.Hypervisor;
using BalloonExporter.Tests.Fakes;

namespace BalloonExporter.Tests.Hypervisor;

public sealed class SingleFlightReaderTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly WaitingReader _reader = new();
    private readonly SingleFlightReader _flight;

    public SingleFlightReaderTests() => _flight = new SingleFlightReader(_reader);

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

    private sealed class WaitingReader : IHostReader
    {
        private readonly TaskCompletionSource _landing = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _reads;

        public int Reads => _reads;

        public void Land() => _landing.SetResult();

        public async Task<HostSnapshot> ReadAsync(TimeSpan deadline, IReadOnlySet<Guid> askForJobs, CancellationToken cancellation)
        {
            Interlocked.Increment(ref _reads);
            await _landing.Task.WaitAsync(cancellation);
            return Snapshots.Host();
        }
    }
}
