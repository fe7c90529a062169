using BalloonExporter.Core.Model;
using BalloonExporter.Tests.Fakes;
using Microsoft.Extensions.Logging;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Engine;

/// <content>What is said and written down before and after a move.</content>
public sealed partial class FeedbackLoopTests
{
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
    public async Task A_take_is_written_down_before_the_command_is_given_and_a_grow_does_not_wait_for_that()
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
        Assert.Empty(_ledger.CountersOf(Uuid(1)).Moves);
        Assert.Null(_ledger.Of(Uuid(1)).Charges.UnderWay);
        Assert.DoesNotContain(_audit.Entries, entry => entry.Message == "applying" && Equals(entry.Fields["uuid"], Uuid(1)));
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
    public async Task A_grow_does_not_wait_for_its_line()
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
        // Another Alertmanager may repeat the first one after the second.
        Assert.Equal((Verdict.Refused, DecisionReason.Duplicate), await Ask(Request(1, 1)));
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
}
