using BalloonExporter.Core.GuardRails;
using BalloonExporter.Core.Policy;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.GuardRails;

/// <summary>The same figures are expected of the rules, in tests/alerts/reach.test.yml.</summary>
public sealed class HostMarksTests
{
    private static readonly Limits Limits = new();

    [Theory]
    [InlineData(4096, 64 * 1024, 48 * 1024, 24 * 1024, 16 * 1024, 629146)]
    [InlineData(128, 15729, 13107, 7864, 5898, 19661)]
    [InlineData(16, 1966, 1638, 1024, 1024, 2458)]
    [InlineData(4, 1024, 1024, 1024, 1024, 1280)]
    public void Levels_are_shares_of_the_host_within_sizes(long hostGib, double goal, double soft, double red, double crit, double green)
    {
        var marks = HostMarks.Of(AHost(hostGib * GiB, GiB), Limits);

        Assert.Equal(
            (goal, soft, red, crit, green),
            (Mebibytes(marks.GoalKib), Mebibytes(marks.SoftKib), Mebibytes(marks.RedKib), Mebibytes(marks.CritKib), Mebibytes(marks.GreenKib)));
    }

    [Theory]
    [InlineData(4096)]
    [InlineData(128)]
    [InlineData(16)]
    [InlineData(4)]
    public void Levels_end_above_where_they_begin_and_no_domain_grows_below_CRIT(long hostGib)
    {
        var marks = HostMarks.Of(AHost(hostGib * GiB, GiB), Limits);

        Assert.True(marks.NoGrantKib < marks.CritKib);
        Assert.True(marks.CritKib < marks.CritLeaveKib && marks.RedKib < marks.RedLeaveKib);
        Assert.True(marks.CritKib <= marks.RedKib && marks.RedKib <= marks.SoftKib && marks.SoftKib <= marks.SoftLeaveKib && marks.GoalKib < marks.GreenKib);
    }

    [Fact]
    public void Recovery_stays_above_a_goal_that_is_set_above_GREEN()
    {
        var limits = Limits with { Planner = Limits.Planner with { GoalRatio = 0.2 } };

        var marks = HostMarks.Of(AHost(64 * GiB, GiB), limits);

        Assert.Equal(0.2 * 64 * GiB, marks.GoalKib, 1.0);
        Assert.Equal(marks.GoalKib, marks.GreenKib);
    }

    [Fact]
    public void Of_a_budget_only_a_fiftieth_is_kept_however_small_it_is()
    {
        var marks = HostMarks.Of(AHost(64 * GiB, 32 * GiB) with { BudgetKib = 8 * GiB }, Limits);

        Assert.Equal((0.06 * 8 * 1024, 0.12 * 8 * 1024), (marks.RedKib / 1024.0, marks.GoalKib / 1024.0), (expected, actual) =>
            Math.Abs(expected.Item1 - actual.Item1) < 1 && Math.Abs(expected.Item2 - actual.Item2) < 1);
    }

    [Fact]
    public void What_is_kept_never_exceeds_the_lowest_level()
    {
        Assert.Equal(16 * GiB, HostRoom.ReserveKib(AHost(4096 * GiB, GiB), Limits));
        Assert.Equal(34 * GiB, HostRoom.GrantableKib(AHost(4096 * GiB, 50 * GiB), 0, Limits));
    }

    private static double Mebibytes(long kib) => Math.Round(kib / 1024.0);
}
