using BalloonExporter.Core.GuardRails;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.GuardRails;

public sealed class PreflightTests
{
    private static readonly PreflightState Same = new(DomainState.Running, JobActive: false, 4 * GiB);

    [Fact]
    public void A_call_on_what_was_looked_at_is_made() => Assert.Null(Refusal(Same));

    [Theory]
    [InlineData(DomainState.Paused)]
    [InlineData(DomainState.ShutOff)]
    [InlineData(DomainState.PmSuspended)]
    public void A_domain_that_no_longer_runs_is_left_alone(DomainState state) => Assert.Equal(DecisionReason.NotRunning, Refusal(Same with { State = state }));

    [Fact]
    public void A_job_that_has_begun_since_is_left_alone() => Assert.Equal(DecisionReason.JobActive, Refusal(Same with { JobActive = true }));

    [Fact]
    public void A_pause_since_then_counts() => Assert.Equal(DecisionReason.Paused, Refusal(Same, paused: true));

    [Fact]
    public void A_balloon_that_another_program_took_from_since_is_left_alone() =>
        Assert.Equal(DecisionReason.MovedByOther, Refusal(Same with { CurrentKib = (4 * GiB) - (21 * MiB) }));

    [Fact]
    public void A_call_that_waited_long_takes_nothing_any_more() => Assert.Equal(DecisionReason.StaleStatistics, Refusal(Same, after: TimeSpan.FromSeconds(10.1)));

    [Fact]
    public void Giving_is_called_off_only_where_it_cannot_be_done()
    {
        Assert.Null(Refusal(Same with { CurrentKib = GiB }, takes: false, paused: true, after: TimeSpan.FromMinutes(1)));
        Assert.Equal(DecisionReason.NotRunning, Refusal(Same with { State = DomainState.Paused }, takes: false));
        Assert.Equal(DecisionReason.JobActive, Refusal(Same with { JobActive = true }, takes: false));
    }

    private static DecisionReason? Refusal(PreflightState atCall, bool takes = true, bool paused = false, TimeSpan after = default)
    {
        var decision = new Decision
        {
            Verdict = Verdict.Applied,
            Reason = DecisionReason.AsRequested,
            FromKib = takes ? 4 * GiB : 2 * GiB,
            ToKib = takes ? 3 * GiB : 4 * GiB,
        };
        return Preflight.Of(decision, ADomain(), Noon, new Limits()).Refusal(atCall, paused, Noon + after);
    }
}
