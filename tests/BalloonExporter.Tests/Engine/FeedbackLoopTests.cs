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

public sealed class FeedbackLoopTests : IAsyncLifetime, IDisposable
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
    public async Task Who_does_not_hold_the_lock_of_its_host_decides_and_moves_nothing()
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
    public async Task What_is_about_to_be_done_is_said_before_it_is_done()
    {
        var saidBefore = 0;
        _balloon.Answer = _ =>
        {
            saidBefore = _audit.Entries.Count;
            return Task.FromResult(BalloonOutcome.Accepted);
        };

        await AskOne(Request(1, ReleaseTargetKib) with { AskedBy = "token@192.0.2.1" });

        Assert.Equal(1, saidBefore);
        var line = _audit.Entries[0];
        Assert.Equal("applying", line.Message);
        Assert.Equal(LogLevel.Information, line.Level);
        Assert.Equal(Uuid(1), line.Fields["uuid"]);
        Assert.Equal(4 * GiB * 1024, line.Fields["fromBytes"]);
        Assert.Equal(ReleaseTargetKib * 1024, line.Fields["toBytes"]);
        Assert.Equal("token@192.0.2.1", line.Fields["askedBy"]);
        Assert.Equal("fp1", line.Fields["fingerprint"]);
    }

    [Fact]
    public async Task A_take_is_written_down_before_the_command_is_given_and_a_gift_does_not_wait_for_that()
    {
        _reader.Reads(Host(Domain(1), Domain(2, 2 * GiB)));
        var takenWhen = new List<(int Saves, int Calls)>();
        _state.Saving = () => takenWhen.Add((_state.Saves, _balloon.Calls.Count));

        await AskOne(Request(1, ReleaseTargetKib));
        Assert.Equal([(1, 0)], takenWhen);
        await AskOne(Request(2, 3 * GiB));

        Assert.Equal((1, 3, 2), (_state.Saves, _state.Soon, _balloon.Calls.Count));
    }

    [Fact]
    public async Task State_unwritable_refuses_what_takes_and_nothing_that_gives()
    {
        _reader.Reads(Host(Domain(1), Domain(2, 2 * GiB)));
        _state.Answer = false;

        var take = await AskOne(Request(1, ReleaseTargetKib));
        var gift = await AskOne(Request(2, 3 * GiB));

        Assert.Equal((Verdict.Refused, DecisionReason.StateUnwritable), (take.Verdict, take.Reason));
        Assert.Equal(Verdict.Applied, gift.Verdict);
        Assert.Equal([(Uuid(2), 3 * GiB)], _balloon.Calls);
        Assert.Empty(_ledger.Of(Uuid(1)).MoveCounts);
        Assert.Null(_ledger.Of(Uuid(1)).Charges.UnderWay);
        Assert.DoesNotContain(_audit.Entries, entry => entry.Message == "applying" && Equals(entry.Fields["uuid"], Uuid(1)));
    }

    [Fact]
    public async Task A_gift_that_libvirt_refuses_as_too_high_is_tried_again_lower_at_once()
    {
        _reader.Reads(Host(Domain(2, 2 * GiB)));
        _balloon.AnswerTo = (_, targetKib) => targetKib > 2 * GiB + (600 * MiB) ? BalloonOutcome.RefusedAsTooHigh : BalloonOutcome.Accepted;

        var gift = await AskOne(Request(2, 3 * GiB));

        Assert.Equal([(Uuid(2), 3 * GiB), (Uuid(2), 2 * GiB + (512 * MiB))], _balloon.Calls);
        Assert.Equal((Verdict.Applied, DecisionReason.AboveMaximum, 2 * GiB + (512 * MiB)), (gift.Verdict, gift.Reason, gift.ToKib));
        var entry = _ledger.Of(Uuid(2));
        Assert.Equal((2 * GiB + (512 * MiB), 1), (entry.TargetKib, entry.MoveCounts.Values.Sum()));
    }

    [Fact]
    public async Task A_gift_of_which_libvirt_takes_nothing_fails_after_a_few_tries()
    {
        _reader.Reads(Host(Domain(2, 2 * GiB)));
        _balloon.AnswerTo = (_, _) => BalloonOutcome.RefusedAsTooHigh;

        var gift = await AskOne(Request(2, 3 * GiB));

        Assert.Equal((Verdict.Failed, DecisionReason.LibvirtError), (gift.Verdict, gift.Reason));
        Assert.InRange(_balloon.Calls.Count, 2, 8);
        Assert.Empty(_ledger.Of(Uuid(2)).MoveCounts);
    }

    [Fact]
    public async Task Nothing_is_written_down_of_what_is_only_computed()
    {
        await RestartAsync(TestOptions.Observe);
        await AskOne(Request(1, ReleaseTargetKib));
        await AskOne(Request(1, 512));

        Assert.Equal((0, 0), (_state.Saves, _state.Soon));
    }

    [Fact]
    public async Task Audit_unwritable_is_told_of_a_take_whose_line_is_not_written_and_not_recorded()
    {
        _written.Fails = true;

        Assert.Equal((Verdict.Refused, DecisionReason.AuditUnwritable), await Ask(Request(1, ReleaseTargetKib)));
        Assert.Empty(_balloon.Calls);
        Assert.Null(_ledger.Of(Uuid(1)).TargetKib);

        // The same delivery again, as Alertmanager makes it.
        _written.Fails = false;
        Assert.Equal((Verdict.Applied, DecisionReason.AsRequested), await Ask(Request(1, ReleaseTargetKib)));
    }

    [Fact]
    public async Task While_an_audit_line_waits_that_cannot_be_written_no_take_is_even_announced()
    {
        _written.IsStuck = true;

        Assert.Equal((Verdict.Refused, DecisionReason.AuditUnwritable), await Ask(Request(1, ReleaseTargetKib)));
        Assert.DoesNotContain(_audit.Entries, entry => entry.Message == "applying");
    }

    [Fact]
    public async Task A_gift_does_not_wait_for_its_line()
    {
        _written.Fails = true;
        _written.IsStuck = true;
        _reader.Reads(Host(Domain(1, 2 * GiB)));

        Assert.Equal((Verdict.Applied, DecisionReason.AsRequested), await Ask(Request(1, 3 * GiB)));
        Assert.Equal([(Uuid(1), 3 * GiB)], _balloon.Calls);
        Assert.Contains(_audit.Entries, entry => entry.Message == "applying");
    }

    [Fact]
    public async Task Nothing_is_announced_that_is_not_done()
    {
        await AskOne(Request(1, 512));
        await RestartAsync(TestOptions.Observe);
        await AskOne(Request(1, ReleaseTargetKib));

        Assert.DoesNotContain(_audit.Entries, entry => entry.Message == "applying");
    }

    [Fact]
    public async Task Whether_the_last_look_found_libvirt_down_is_known()
    {
        Assert.False(_loop.LibvirtWasDown);
        _reader.Reads(LibvirtDown());
        await AskOne(Request(1, ReleaseTargetKib));
        Assert.True(_loop.LibvirtWasDown);
        _reader.Reads(Host());
        await AskOne(Request(1, ReleaseTargetKib));
        Assert.False(_loop.LibvirtWasDown);
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
    public async Task Releases_come_before_grants()
    {
        _reader.Reads(Host(Domain(1, 2 * GiB), Domain(2)));

        await Task.WhenAll(_loop.Submit([Request(1, 3 * GiB), Request(2, ReleaseTargetKib)])).WaitAsync(Patience);

        Assert.Equal([(Uuid(2), ReleaseTargetKib), (Uuid(1), 3 * GiB)], _balloon.Calls);
    }

    [Fact]
    public async Task Grants_wait_until_the_releases_are_done()
    {
        var release = new TaskCompletionSource<BalloonOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _balloon.Answer = uuid => uuid == Uuid(2) ? release.Task : Task.FromResult(BalloonOutcome.Accepted);
        _reader.Reads(Host(Domain(1, 2 * GiB), Domain(2)));

        var answers = _loop.Submit([Request(1, 3 * GiB), Request(2, ReleaseTargetKib)]);
        await _balloon.FirstCalled.Task;
        Assert.Equal([(Uuid(2), ReleaseTargetKib)], _balloon.Calls);
        release.SetResult(BalloonOutcome.Accepted);
        await Task.WhenAll(answers).WaitAsync(Patience);

        Assert.Equal(2, _balloon.Calls.Count);
    }

    [Fact]
    public async Task Grants_of_one_batch_share_the_room()
    {
        // 1.28 GiB are the reserve of a host of 64 GiB.
        _reader.Reads(Host(Domain(1, 2 * GiB), Domain(2, 2 * GiB)) with
        {
            Memory = Memory with { PhysicalAvailableKib = (long)(64 * GiB * 0.02) + (3 * GiB) },
        });

        var decisions = await Task.WhenAll(_loop.Submit([Request(1, 4 * GiB), Request(2, 4 * GiB)])).WaitAsync(Patience);

        Assert.Equal(3 * GiB, decisions.Sum(decision => decision.ToKib - decision.FromKib));
        Assert.Equal([DecisionReason.AsRequested, DecisionReason.HostRoom], decisions.Select(decision => decision.Reason));
    }

    [Fact]
    public async Task Grants_of_the_last_15_seconds_count_in_the_next_batch()
    {
        var host = Host(Domain(1, 2 * GiB), Domain(2, 2 * GiB)) with { Memory = Memory with { PhysicalAvailableKib = (long)(64 * GiB * 0.02) + (2 * GiB) } };
        _reader.Reads(host);
        await AskOne(Request(1, 4 * GiB));

        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(DecisionReason.HostRoom, (await AskOne(Request(2, 4 * GiB))).Reason);
    }

    [Fact]
    public async Task One_stuck_call_does_not_hold_the_others()
    {
        var stuck = new TaskCompletionSource<BalloonOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _balloon.Answer = uuid => uuid == Uuid(1) ? stuck.Task : Task.FromResult(BalloonOutcome.Accepted);
        _reader.Reads(Host(Domain(1), Domain(2), Domain(3)));

        var answers = _loop.Submit([Request(1, ReleaseTargetKib), Request(2, ReleaseTargetKib), Request(3, ReleaseTargetKib)]);

        Assert.All(await Task.WhenAll(answers[1], answers[2]).WaitAsync(Patience), decision => Assert.Equal(Verdict.Applied, decision.Verdict));
        Assert.False(answers[0].IsCompleted);
        stuck.SetResult(BalloonOutcome.TimedOut);
        Assert.Equal(DecisionReason.Timeout, (await answers[0]).Reason);
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
    public async Task A_refusal_calls_nobody()
    {
        var decision = await AskOne(Request(1, 512));

        Assert.Equal((Verdict.Refused, DecisionReason.BelowFloor), (decision.Verdict, decision.Reason));
        Assert.Empty(_balloon.Calls);
        Assert.Null(_ledger.Of(Uuid(1)).LastEvaluatedAt);
    }

    [Fact]
    public async Task Domain_gone_between_look_and_command_is_told_and_not_recorded()
    {
        _balloon.Answer = _ => Task.FromResult(BalloonOutcome.DomainGone);

        Assert.Equal((Verdict.Failed, DecisionReason.DomainGone), await Ask(Request(1, ReleaseTargetKib)));
        Assert.Null(_ledger.Of(Uuid(1)).TargetKib);
    }

    [Fact]
    public async Task Libvirt_error_is_told_and_not_recorded_so_that_the_next_delivery_may_try_again()
    {
        _balloon.Answer = _ => Task.FromResult(BalloonOutcome.Failed);
        var request = Request(1, ReleaseTargetKib);
        Assert.Equal((Verdict.Failed, DecisionReason.LibvirtError), await Ask(request));
        Assert.Null(_ledger.Of(Uuid(1)).TargetKib);

        _balloon.Answer = _ => Task.FromResult(BalloonOutcome.Accepted);
        Assert.Equal((Verdict.Applied, DecisionReason.AsRequested), await Ask(request));
    }

    [Fact]
    public async Task Timeout_counts_as_done_since_the_command_may_still_take_effect()
    {
        _balloon.Answer = _ => Task.FromResult(BalloonOutcome.TimedOut);
        var request = Request(1, ReleaseTargetKib);

        Assert.Equal((Verdict.Failed, DecisionReason.Timeout), await Ask(request));
        Assert.Equal(ReleaseTargetKib, _ledger.Of(Uuid(1)).TargetKib);
        Assert.Equal(200 * MiB, _ledger.Of(Uuid(1)).Charges.ResidentSinceKib(Noon.Steady() - TimeSpan.FromSeconds(15)));
        Assert.Equal((Verdict.Refused, DecisionReason.Duplicate), await Ask(request));
    }

    [Fact]
    public async Task Libvirt_down_is_told_to_every_request()
    {
        _reader.Reads(LibvirtDown());

        var decisions = await Task.WhenAll(_loop.Submit([Request(1, ReleaseTargetKib), Request(2, 4 * GiB)])).WaitAsync(Patience);

        Assert.All(decisions, decision => Assert.Equal((Verdict.Failed, DecisionReason.LibvirtDown), (decision.Verdict, decision.Reason)));
        Assert.Equal(["failed/libvirt_down/alert", "failed/libvirt_down/alert"], _metrics.Decisions);
        Assert.Empty(_balloon.Calls);
    }

    [Fact]
    public async Task An_exception_of_the_reader_does_not_end_the_loop()
    {
        _reader.Answer = () => throw new InvalidOperationException("a bug");
        Assert.Equal((Verdict.Failed, DecisionReason.LibvirtError), await Ask(Request(1, ReleaseTargetKib)));
        Assert.Equal(LogLevel.Error, Assert.Single(_log.Entries).Level);
        // What is answered is counted and logged, whatever happened.
        Assert.Equal(["failed/libvirt_error/alert"], _metrics.Decisions);
        Assert.Single(Audited);

        _reader.Reads(Host());
        Assert.Equal((Verdict.Applied, DecisionReason.AsRequested), await Ask(Request(1, ReleaseTargetKib)));
    }

    [Fact]
    public async Task A_cancellation_that_nobody_asked_for_does_not_end_the_loop()
    {
        _reader.Answer = () => Task.FromCanceled<HostSnapshot>(new CancellationToken(canceled: true));
        Assert.Equal(DecisionReason.LibvirtError, (await AskOne(Request(1, ReleaseTargetKib))).Reason);

        _reader.Reads(Host());
        Assert.Equal(Verdict.Applied, (await AskOne(Request(1, ReleaseTargetKib))).Verdict);
    }

    [Fact]
    public async Task An_exception_of_the_balloon_does_not_end_the_loop()
    {
        _balloon.Answer = _ => throw new InvalidOperationException("a bug");
        Assert.Equal(DecisionReason.LibvirtError, (await AskOne(Request(1, ReleaseTargetKib))).Reason);

        _balloon.Answer = _ => Task.FromResult(BalloonOutcome.Accepted);
        Assert.Equal(Verdict.Applied, (await AskOne(Request(1, ReleaseTargetKib))).Verdict);
    }

    [Fact]
    public async Task Of_requests_that_wait_the_newest_of_a_domain_wins()
    {
        var firstRead = new TaskCompletionSource<HostSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
        _reader.Answer = () => firstRead.Task;
        var busy = _loop.Submit([Request(2, ReleaseTargetKib)])[0];
        await _reader.FirstAsked.Task;

        // The loop is busy reading: these wait.
        _reader.Reads(Host(Domain(1), Domain(2)));
        var older = _loop.Submit([Request(1, ReleaseTargetKib, second: -3)])[0];
        var newer = _loop.Submit([Request(1, ReleaseTargetKib + MiB, second: -1)])[0];
        var oldest = _loop.Submit([Request(1, ReleaseTargetKib + (2 * MiB), second: -9)])[0];
        Assert.Equal(DecisionReason.Superseded, (await older).Reason);
        Assert.Equal(DecisionReason.Superseded, (await oldest).Reason);
        firstRead.SetResult(Host(Domain(2)));

        Assert.Equal(Verdict.Applied, (await busy.WaitAsync(Patience)).Verdict);
        Assert.Equal(ReleaseTargetKib + MiB, (await newer.WaitAsync(Patience)).ToKib);
        Assert.Equal([(Uuid(2), ReleaseTargetKib), (Uuid(1), ReleaseTargetKib + MiB)], _balloon.Calls);
    }

    [Fact]
    public async Task What_repeats_itself_is_not_logged_as_news()
    {
        var request = Request(1, ReleaseTargetKib);
        await AskOne(request);
        await AskOne(request);
        _reader.Reads(Host(Domain(1, ReleaseTargetKib)));
        await AskOne(Request(1, ReleaseTargetKib + MiB, second: 1));

        Assert.Equal([LogLevel.Information, LogLevel.Debug, LogLevel.Debug], Audited.Select(entry => entry.Level));
        Assert.Equal(["applied/as_requested/alert", "refused/duplicate/alert", "refused/dead_band/alert"], _metrics.Decisions);
    }

    [Fact]
    public async Task A_floor_that_the_operator_set_is_the_one_that_counts()
    {
        await RestartAsync(TestOptions.Act with { Limits = new Limits { FloorKib = (4 * GiB) - (100 * MiB) } });

        Assert.Equal((Verdict.Refused, DecisionReason.BelowFloor), await Ask(Request(1, ReleaseTargetKib)));
    }

    [Fact]
    public async Task A_grant_short_of_room_waits_until_what_was_released_has_landed()
    {
        var noRoom = Memory with { PhysicalAvailableKib = (long)(64 * GiB * 0.02) };
        var reads = 0;
        _reader.Answer = () => Task.FromResult(Host(Domain(1, 2 * GiB), Domain(2)) with
        {
            Memory = ++reads < 3 ? noRoom : noRoom with { PhysicalAvailableKib = noRoom.PhysicalAvailableKib + (200 * MiB) },
        });

        var answers = _loop.Submit([Request(1, (2 * GiB) + (150 * MiB)), Request(2, ReleaseTargetKib)]);
        await PassUntil(answers[0]);

        Assert.Equal((Verdict.Applied, DecisionReason.AsRequested), ((await answers[0]).Verdict, (await answers[0]).Reason));
        Assert.Equal([(Uuid(2), ReleaseTargetKib), (Uuid(1), (2 * GiB) + (150 * MiB))], _balloon.Calls);
    }

    [Fact]
    public async Task A_grant_does_not_wait_for_ever_for_what_does_not_land()
    {
        _reader.Reads(Host(Domain(1, 2 * GiB), Domain(2)) with { Memory = Memory with { PhysicalAvailableKib = (long)(64 * GiB * 0.02) } });

        var answers = _loop.Submit([Request(1, 3 * GiB), Request(2, ReleaseTargetKib)]);
        await PassUntil(answers[0]);

        Assert.Equal((Verdict.Refused, DecisionReason.HostRoom), ((await answers[0]).Verdict, (await answers[0]).Reason));
        Assert.Equal(Verdict.Applied, (await answers[1]).Verdict);
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
    public async Task A_balloon_may_move_before_the_call_returns_without_anybody_else_being_blamed()
    {
        var call = new TaskCompletionSource<BalloonOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _balloon.Answer = _ => call.Task;
        _ledger.Observe(Domain(1), Noon.Steady() - TimeSpan.FromSeconds(1), new Limits());
        var answer = _loop.Submit([Request(1, ReleaseTargetKib)])[0];
        await _balloon.FirstCalled.Task;

        _ledger.Observe(Domain(1, ReleaseTargetKib), Noon.Steady() + TimeSpan.FromSeconds(1), new Limits());
        call.SetResult(BalloonOutcome.Accepted);
        await answer.WaitAsync(Patience);

        Assert.Equal(0, _ledger.Of(Uuid(1)).ForeignMoves);
    }

    [Fact]
    public async Task The_age_of_a_recommendation_is_measured_once_and_its_repetitions_are_never_late()
    {
        _reader.Reads(Host(Domain(1, 2 * GiB)));
        _time.Advance(TimeSpan.FromSeconds(20));
        // Below the floor: refused, so that the guard-rails remember nothing of it.
        await AskOne(Request(1, 1));
        _time.Advance(TimeSpan.FromSeconds(20));
        await AskOne(Request(1, 1));
        _time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal((Verdict.Refused, DecisionReason.Duplicate), await Ask(Request(1, 1)));
        Assert.Equal((Verdict.Refused, DecisionReason.StaleRecommendation), await Ask(Request(1, 1, second: 5)));
        Assert.Equal((Verdict.Refused, DecisionReason.StaleRecommendation), await Ask(Request(1, 1, second: 5)));
        Assert.Equal([TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(95)], _metrics.Ages);
    }

    [Fact]
    public async Task The_age_of_what_is_not_a_plan_for_this_host_is_not_measured()
    {
        _time.Advance(TimeSpan.FromSeconds(20));
        await AskOne(Request(9, ReleaseTargetKib));
        await AskOne(Request(1, ReleaseTargetKib, second: 19) with { Origin = RequestOrigin.Emergency });
        await AskOne(Request(1, ReleaseTargetKib, second: 60));

        Assert.Empty(_metrics.Ages);
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
        _loop = new FeedbackLoop(_reader, _subscriber, _balloon, _ledger, new AuditTrail(_metrics, new RecentDecisions(), _written, _role, new SteadyClock(_time), _audit), _metrics, _pause, _role, _state, options, new SteadyClock(_time), _time, _log);
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
