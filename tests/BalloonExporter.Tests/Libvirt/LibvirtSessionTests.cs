using BalloonExporter.Core.Ports;
using BalloonExporter.Libvirt;
using BalloonExporter.Tests.Fakes;
using LibvirtSharp;
using Microsoft.Extensions.Logging.Abstractions;

namespace BalloonExporter.Tests.Libvirt;

/// <summary>With libvirt's own test driver, which needs no daemon; what hangs is the call itself.</summary>
[Trait("needs", "debian")]
public sealed class LibvirtSessionTests : IDisposable
{
    private static readonly TimeSpan Plenty = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Little = TimeSpan.FromMilliseconds(20);

    private readonly HangingCalls _hanging = new();
    private readonly RecordingLogger<LibvirtSession> _log = new();
    private readonly ManualResetEventSlim _return = new();
    private readonly ManualResetEventSlim _begun = new();

    public LibvirtSessionTests() => Assert.Null(LibvirtLibrary.TryLoad());

    private static readonly string[] KindNames = ["statistics", "events", "questions", "writes"];

    public static TheoryData<string> Kinds { get; } = new(KindNames);

    public void Dispose()
    {
        _return.Set();
        _return.Dispose();
        _begun.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task No_two_calls_are_made_at_once_on_one_connection(string kind)
    {
        using var session = SessionOf(kind);
        var overlaps = new OverlapCounter();
        var connections = new HashSet<LibvirtConnection>();

        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => session.CallAsync(
            connection =>
            {
                using (overlaps.Enter())
                {
                    connections.Add(connection);
                    return connection.ListDomains().Select(domain => domain.Name).ToList();
                }
            },
            Plenty,
            CancellationToken.None)));

        Assert.Equal((12, 1), (overlaps.Entered, overlaps.Most));
        Assert.Single(connections);
        Assert.Equal(0, session.Reconnects);
    }

    [Fact]
    public void Every_kind_of_session_is_tried()
    {
        var kinds = typeof(LibvirtSession).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(LibvirtSession))).Select(type => type.Name);
        var tried = KindNames.Select(kind =>
        {
            using var session = SessionOf(kind);
            return session.GetType().Name;
        });

        Assert.Equal(kinds.Order(StringComparer.Ordinal), tried.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Event_subscriptions_begin_and_end_while_no_call_is_made()
    {
        var overlaps = new OverlapCounter();
        using var session = new SubscribingSession(_hanging, _log, overlaps);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => session.CallAsync(
            _ =>
            {
                using (overlaps.Enter())
                    return true;
            },
            Plenty,
            CancellationToken.None)));
        session.Dispose();

        // Prepared once, four calls, let go once.
        Assert.Equal((6, 1), (overlaps.Entered, overlaps.Most));
    }

    [Fact]
    public async Task A_caller_that_times_out_before_its_turn_retires_nothing_counts_nothing_and_logs_nothing()
    {
        using var session = SessionOf("questions");
        var first = session.CallAsync(WaitForReturn, Plenty, CancellationToken.None);
        _begun.Wait();

        await Assert.ThrowsAsync<TimeoutException>(() => session.CallAsync(_ => true, Little, CancellationToken.None));
        _return.Set();

        Assert.True(await first);
        await AssertUntouchedAsync(session);
    }

    [Fact]
    public async Task A_caller_that_leaves_while_its_call_runs_retires_nothing_counts_nothing_and_logs_nothing()
    {
        using var session = SessionOf("questions");
        using var leaving = new CancellationTokenSource();
        var call = session.CallAsync(WaitForReturn, Plenty, leaving.Token);
        _begun.Wait();

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        _return.Set();

        await AssertUntouchedAsync(session);
    }

    [Fact]
    public async Task A_call_for_which_little_time_is_left_is_not_given_up_within_a_second()
    {
        using var session = SessionOf("questions");

        await Assert.ThrowsAsync<TimeoutException>(() => session.CallAsync(WaitForReturn, Little, CancellationToken.None));
        _return.Set();

        await AssertUntouchedAsync(session);
    }

    [Fact]
    public async Task A_call_that_hangs_is_given_up_with_its_connection_and_who_waits_gets_another()
    {
        using var session = SessionOf("questions");
        var stuck = session.CallAsync(WaitForReturn, LibvirtSession.ShortestCall, CancellationToken.None);
        _begun.Wait();
        var next = session.CallAsync(connection => connection.IsAlive, Plenty, CancellationToken.None);

        await Assert.ThrowsAsync<TimeoutException>(() => stuck);

        Assert.True(await next);
        Assert.Equal((1, 1), (_hanging.Count, session.Reconnects));
        Assert.Single(_log.Entries);
    }

    private async Task AssertUntouchedAsync(LibvirtSession session)
    {
        Assert.True(await session.CallAsync(connection => connection.IsAlive, Plenty, CancellationToken.None));
        Assert.Equal((0, 0), (_hanging.Count, session.Reconnects));
        Assert.Empty(_log.Entries);
    }

    private bool WaitForReturn(LibvirtConnection connection)
    {
        _begun.Set();
        _return.Wait();
        return true;
    }

    private LibvirtSession SessionOf(string kind) => kind switch
    {
        "statistics" => new StatisticsSession(TestDomain.Uri, _hanging, _log),
        "events" => new EventSession(TestDomain.Uri, new HypervisorEvents(new Tracked(TimeProvider.System).Events, new LifecycleFeed(), NullLogger<HypervisorEvents>.Instance), _hanging, _log),
        "questions" => new QuestionSession(TestDomain.Uri, _hanging, _log),
        _ => new WriteSession(TestDomain.Uri, _hanging, _log),
    };

    private sealed class SubscribingSession(HangingCalls hanging, RecordingLogger<LibvirtSession> log, OverlapCounter overlaps) : LibvirtSession(hanging, log)
    {
        protected override LibvirtConnection Open() => LibvirtConnection.OpenReadOnly(TestDomain.Uri);

        protected override void Prepare(LibvirtConnection connection, ICollection<IDisposable> attached)
        {
            using (overlaps.Enter())
                attached.Add(new Subscription(overlaps));
        }
    }

    private sealed class Subscription(OverlapCounter overlaps) : IDisposable
    {
        public void Dispose() => overlaps.Enter().Dispose();
    }

    /// <summary>How many were within at once, at most.</summary>
    private sealed class OverlapCounter
    {
        private readonly Lock _lock = new();
        private int _within;

        public int Entered { get; private set; }

        public int Most { get; private set; }

        public IDisposable Enter()
        {
            lock (_lock)
            {
                Entered++;
                Most = Math.Max(Most, ++_within);
            }

            // Long enough for another thread to come in, if it may.
            Thread.SpinWait(20_000);
            return new Exit(this);
        }

        private sealed class Exit(OverlapCounter counter) : IDisposable
        {
            public void Dispose()
            {
                lock (counter._lock)
                    counter._within--;
            }
        }
    }
}
