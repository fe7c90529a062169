using BalloonExporter.Core.Needs;
using BalloonExporter.Core.Reflexes;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.Reflexes;

public sealed class FewPartsTests
{
    private static readonly long[] Limits = [.. Enumerable.Repeat(GiB, 400)];
    private static readonly double[] Weights = [.. Enumerable.Repeat(1.0, 400)];

    [Fact]
    public void What_would_be_crumbs_for_all_is_two_moves_worth_for_some()
    {
        var parts = FewParts.Divide(2 * GiB, 16 * MiB, 2, Limits, Weights);

        Assert.Equal(2 * GiB, parts.Sum());
        Assert.Equal(64, parts.Count(part => part == 32 * MiB));
    }

    [Fact]
    public void What_is_enough_for_all_is_divided_over_all() =>
        Assert.All(FewParts.Divide(400 * 17 * MiB, 16 * MiB, 2, Limits, Weights), part => Assert.Equal(17 * MiB, part));

    [Fact]
    public void A_crumb_goes_to_one() => Assert.Equal(10 * MiB, FewParts.Divide(10 * MiB, 16 * MiB, 2, Limits, Weights).Max());

    [Fact]
    public void What_moves_by_half_is_left_as_it_is()
    {
        double[] weights = [.. Weights];
        weights[7] = 500;

        Assert.Equal(WaterFill.Divide(GiB, Limits, weights), FewParts.Divide(GiB, 16 * MiB, 2, Limits, weights));
    }

    [Fact]
    public void The_first_are_those_of_the_most_weight()
    {
        double[] weights = [.. Enumerable.Range(0, 400).Select(index => 1 + (index / 1000.0))];

        Assert.Equal(Enumerable.Range(396, 4), FewParts.Divide(128 * MiB, 16 * MiB, 2, Limits, weights).Index().Where(part => part.Item > 0).Select(part => part.Index));
    }

    [Fact]
    public void What_the_first_cannot_have_goes_to_the_others()
    {
        long[] limits = [.. Limits.Select((limit, index) => index < 2 ? MiB : 2 * MiB)];
        double[] weights = [.. Weights];
        weights[0] = weights[1] = 3;

        var parts = FewParts.Divide(64 * MiB, 16 * MiB, 2, limits, weights);

        Assert.Equal((MiB, MiB), (parts[0], parts[1]));
        Assert.InRange(parts.Sum(), (64 * MiB) - 400, 64 * MiB);
    }

    [Fact]
    public void What_all_can_have_they_have() => Assert.Equal([4 * MiB, 5 * MiB], FewParts.Divide(GiB, 16 * MiB, 2, [4 * MiB, 5 * MiB], [1, 1]));
}
