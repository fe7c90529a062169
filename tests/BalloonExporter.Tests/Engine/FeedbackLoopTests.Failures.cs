using BalloonExporter.Core.Model;
using BalloonExporter.Tests.Fakes;
using Microsoft.Extensions.Logging;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Engine;

/// <content>What fails, and what becomes of it.</content>
public sealed partial class FeedbackLoopTests
{
    [Fact]
    public async Task A_grow_that_libvirt_refuses_as_too_high_is_tried_again_lower_at_once()
    {
        _reader.Reads(Host(Domain(2, 2 * GiB)));
        _balloon.AnswerTo = (_, targetKib) => targetKib > 2 * GiB + (600 * MiB) ? BalloonOutcome.RefusedAsTooHigh : BalloonOutcome.Accepted;

        var gift = await AskOne(Request(2, 3 * GiB));

        Assert.Equal([(Uuid(2), 3 * GiB), (Uuid(2), 2 * GiB + (512 * MiB))], _balloon.Calls);
        Assert.Equal((Verdict.Applied, DecisionReason.AboveMaximum, 2 * GiB + (512 * MiB)), (gift.Verdict, gift.Reason, gift.ToKib));
        var entry = _ledger.Of(Uuid(2));
        Assert.Equal((2 * GiB + (512 * MiB), 1), (entry.TargetKib, _ledger.CountersOf(Uuid(2)).Moves.Values.Sum()));
    }

    [Fact]
    public async Task A_grow_of_which_libvirt_takes_nothing_fails_after_a_few_tries()
    {
        _reader.Reads(Host(Domain(2, 2 * GiB)));
        _balloon.AnswerTo = (_, _) => BalloonOutcome.RefusedAsTooHigh;

        var gift = await AskOne(Request(2, 3 * GiB));

        Assert.Equal((Verdict.Failed, DecisionReason.LibvirtError), (gift.Verdict, gift.Reason));
        Assert.InRange(_balloon.Calls.Count, 2, 8);
        Assert.Empty(_ledger.CountersOf(Uuid(2)).Moves);
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
    public async Task A_cancellation_of_another_token_does_not_end_the_loop()
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
}
