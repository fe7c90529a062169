using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Ports;
using BalloonExporter.Engine;
using BalloonExporter.Options;
using BalloonExporter.Tests.Fakes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Engine;

public sealed partial class FeedbackLoopTests : IAsyncLifetime, IDisposable
{
    private const long ReleaseTargetKib = (4 * GiB) - (200 * MiB);

    // Only for a loop that is broken: no test waits for it to pass.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FakeHostReader _reader = new();
    private readonly FakeSubscriber _subscriber = new();
    private readonly FakeBalloon _balloon = new();
    private readonly MovementLedger _ledger = new();
    private readonly PauseSwitch _pause = new();
    private readonly FakeStateStore _state = new();
    private ActingRole _role = TestOptions.ActsNow();
    private readonly RecordingMetrics _metrics = new();
    private readonly RecordingLogger<AuditTrail> _audit = new();
    private readonly FakeLogWriter _written = new();
    private readonly RecordingLogger<FeedbackLoop> _log = new();
    private readonly FakeTimeProvider _time = new(Noon);
    private FeedbackLoop _loop = null!;

    private IReadOnlyList<RecordingLogger<AuditTrail>.Entry> Audited => [.. _audit.Entries.Where(entry => entry.Message == "decision")];

    public Task InitializeAsync() => StartAsync(TestOptions.Act);

    // Told to stop, not waited for: a test that fails may leave a call stuck.
    public Task DisposeAsync() => _loop.StopAsync(new CancellationToken(canceled: true));

    public void Dispose() => _loop.Dispose();

    [Fact]
    public async Task A_target_is_set_recorded_counted_and_logged()
    {
        var decision = await AskOne(Request(1, ReleaseTargetKib));

        Assert.Equal((Verdict.Applied, DecisionReason.AsRequested, 4 * GiB, ReleaseTargetKib), (decision.Verdict, decision.Reason, decision.FromKib, decision.ToKib));
        Assert.Equal([(Uuid(1), ReleaseTargetKib)], _balloon.Calls);
        Assert.Equal(ReleaseTargetKib, _ledger.Of(Uuid(1)).TargetKib);
        Assert.Equal(Noon.Steady(), _ledger.Of(Uuid(1)).TargetSetAt);
        Assert.Equal(["applied/as_requested/alert"], _metrics.Decisions);
        Assert.Equal(1, _metrics.AppliedCalls);
        var line = Assert.Single(Audited);
        Assert.Equal(LogLevel.Information, line.Level);
        Assert.Equal("guest1", line.Fields["domain"]);
        Assert.Equal(4 * GiB * 1024, line.Fields["fromBytes"]);
        Assert.Equal(ReleaseTargetKib * 1024, line.Fields["toBytes"]);
        Assert.Equal("act", line.Fields["mode"]);
    }

    [Fact]
    public async Task An_exporter_without_the_lock_of_its_host_decides_and_moves_nothing()
    {
        _role.Leave();

        var decision = await AskOne(Request(1, ReleaseTargetKib));

        Assert.Equal((Verdict.DryRun, DecisionReason.AsRequested), (decision.Verdict, decision.Reason));
        Assert.Empty(_balloon.Calls);
        Assert.Equal("observe", Assert.Single(Audited).Fields["mode"]);
    }

    [Fact]
    public async Task A_lock_that_is_lost_between_the_decision_and_the_call_moves_nothing()
    {
        var looks = 0;
        _role.Take(isHeld: () => looks++ > 0);
        _balloon.AtCall = new PreflightState(DomainState.Running, false, 4 * GiB);

        var decision = await AskOne(Request(1, ReleaseTargetKib));

        Assert.Equal((Verdict.DryRun, DecisionReason.AsRequested, 1), (decision.Verdict, decision.Reason, looks));
        Assert.Empty(_balloon.Calls);
        Assert.Null(_ledger.Of(Uuid(1)).TargetKib);
        Assert.False(_role.MayAct);
    }

    [Fact]
    public async Task Jobs_are_asked_for_the_domains_concerned_and_no_others()
    {
        await Task.WhenAll(_loop.Submit([Request(1, ReleaseTargetKib), Request(7, ReleaseTargetKib)])).WaitAsync(Patience);

        var (deadline, jobs) = Assert.Single(_reader.Asked);
        Assert.Equal(TimeSpan.FromSeconds(5), deadline);
        Assert.Equal([Uuid(1), Uuid(7)], jobs.Order());
    }

    [Fact]
    public async Task Observe_never_calls_the_balloon_and_answers_what_it_would_have_done()
    {
        await RestartAsync(TestOptions.Observe);

        var decision = await AskOne(Request(1, ReleaseTargetKib));

        Assert.Equal((Verdict.DryRun, DecisionReason.AsRequested, ReleaseTargetKib), (decision.Verdict, decision.Reason, decision.ToKib));
        Assert.Empty(_balloon.Calls);
        Assert.Null(_ledger.Of(Uuid(1)).TargetKib);
        Assert.Equal(0, _metrics.AppliedCalls);
        Assert.Equal(["dry_run/as_requested/alert"], _metrics.Decisions);
        Assert.Equal("observe", Assert.Single(Audited).Fields["mode"]);
    }

    [Fact]
    public async Task A_refusal_makes_no_call()
    {
        var decision = await AskOne(Request(1, 512));

        Assert.Equal((Verdict.Refused, DecisionReason.BelowFloor), (decision.Verdict, decision.Reason));
        Assert.Empty(_balloon.Calls);
        Assert.Null(_ledger.Of(Uuid(1)).LastEvaluatedAt);
    }

    [Fact]
    public async Task A_floor_that_the_operator_set_is_the_one_that_counts()
    {
        await RestartAsync(TestOptions.Act with { Limits = new Limits { FloorKib = (4 * GiB) - (100 * MiB) } });

        Assert.Equal((Verdict.Refused, DecisionReason.BelowFloor), await Ask(Request(1, ReleaseTargetKib)));
    }

    [Theory]
    [InlineData(DomainState.Paused, false, DecisionReason.NotRunning)]
    [InlineData(DomainState.Running, true, DecisionReason.JobActive)]
    public async Task What_is_seen_just_before_the_call_counts(DomainState state, bool job, DecisionReason reason)
    {
        _balloon.AtCall = new PreflightState(state, job, 4 * GiB);

        Assert.Equal((Verdict.Refused, reason), await Ask(Request(1, ReleaseTargetKib)));
        Assert.Empty(_balloon.Calls);
        Assert.Null(_ledger.Of(Uuid(1)).TargetKib);
        // Nothing was done, so nothing stands in the way of the next delivery.
        _balloon.AtCall = null;
        Assert.Equal((Verdict.Applied, DecisionReason.AsRequested), await Ask(Request(1, ReleaseTargetKib)));
    }

    [Fact]
    public async Task Nothing_is_taken_while_paused_and_given_all_the_same()
    {
        _pause.IsPaused = true;
        _reader.Reads(Host(Domain(1, 2 * GiB), Domain(2)));

        Assert.Equal((Verdict.Refused, DecisionReason.Paused), await Ask(Request(2, ReleaseTargetKib)));
        Assert.Equal((Verdict.Applied, DecisionReason.AsRequested), await Ask(Request(1, 4 * GiB)));
    }

    [Fact]
    public async Task A_decision_is_made_on_a_ledger_that_has_seen_the_read_it_is_made_on()
    {
        _ledger.Observe(Domain(1, 3 * GiB), Noon.Steady() - TimeSpan.FromMinutes(10), new Limits());
        _subscriber.Takes = snapshot =>
        {
            foreach (var domain in snapshot.Domains)
                _ledger.Observe(domain, Noon.Steady(), new Limits());
        };

        Assert.Equal((Verdict.Refused, DecisionReason.MovedByOther), await Ask(Request(1, ReleaseTargetKib)));
        Assert.Equal(1, _subscriber.Taken);
    }

    [Fact]
    public async Task A_balloon_may_move_before_the_call_returns_without_a_foreign_move()
    {
        var call = new TaskCompletionSource<BalloonOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _balloon.Answer = _ => call.Task;
        _ledger.Observe(Domain(1), Noon.Steady() - TimeSpan.FromSeconds(1), new Limits());
        var answer = _loop.Submit([Request(1, ReleaseTargetKib)])[0];
        await _balloon.FirstCalled.Task;

        _ledger.Observe(Domain(1, ReleaseTargetKib), Noon.Steady() + TimeSpan.FromSeconds(1), new Limits());
        call.SetResult(BalloonOutcome.Accepted);
        await answer.WaitAsync(Patience);

        Assert.Equal(0, _ledger.CountersOf(Uuid(1)).ForeignMoves);
    }

    [Fact]
    public async Task A_rescue_begins_a_cooldown()
    {
        _reader.Reads(Host(Domain(1, 2 * GiB)));
        var rescue = Request(1, 3 * GiB) with { Origin = RequestOrigin.Rescue, Cause = ReflexCause.SwapOut };

        Assert.Equal((Verdict.Applied, DecisionReason.AsRequested), await Ask(rescue));
        Assert.Equal((Verdict.Refused, DecisionReason.Cooldown), await Ask(Request(1, GiB, second: 1)));
        Assert.Equal(["applied/as_requested/rescue", "refused/cooldown/alert"], _metrics.Decisions);
    }

    // The loop sleeps on the clock of the test: it is moved on until the answer is there.
    private async Task PassUntil(Task answer)
    {
        for (var step = 0; step < 200 && !answer.IsCompleted; step++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(answer, Task.Delay(5, CancellationToken.None));
        }

        await answer.WaitAsync(Patience);
    }

    private static BalloonRequest Request(int domain, long targetKib, int second = 0) =>
        new(Uuid(domain), targetKib, Noon.AddSeconds(second).Steady(), RequestOrigin.Alert, $"fp{domain}");

    private async Task StartAsync(ExporterOptions options)
    {
        _role = TestOptions.RoleOf(options);
        _loop = new FeedbackLoop(_reader, _subscriber, _balloon, _ledger, new AuditTrail(_metrics, new RecentDecisions(), _written, _role, new SteadyClock(_time), _time, _audit), _metrics, _pause, _role, _state, options, new SteadyClock(_time), _time, _log);
        await _loop.StartAsync(CancellationToken.None);
    }

    private async Task RestartAsync(ExporterOptions options)
    {
        await DisposeAsync();
        Dispose();
        await StartAsync(options);
    }

    private Task<Decision> AskOne(BalloonRequest request) => _loop.Submit([request])[0].WaitAsync(Patience);

    private async Task<(Verdict Verdict, DecisionReason Reason)> Ask(BalloonRequest request)
    {
        var decision = await AskOne(request);
        return (decision.Verdict, decision.Reason);
    }
}
