using BalloonExporter.Policy;
using static BalloonExporter.Core.Tests.Policy.Situation;

namespace BalloonExporter.Core.Tests.Policy;

public sealed class DomainPolicyTests
{
    [Fact]
    public void The_floor_is_a_quarter_of_the_maximum_and_the_ceiling_all_of_it() =>
        Assert.Equal(new DomainPolicy(GiB, 4 * GiB, 1000), DomainPolicy.Default(ADomain(), new Limits()));

    [Fact]
    public void No_floor_is_below_256_MiB()
    {
        Assert.Equal(256 * MiB, FloorOf(512 * MiB, new Limits()));
        Assert.Equal(256 * MiB, FloorOf(4 * GiB, new Limits { FloorKib = 0 }));
    }

    [Fact]
    public void A_floor_in_bytes_stands_instead_of_the_share() => Assert.Equal(2 * GiB, FloorOf(16 * GiB, new Limits { FloorKib = 2 * GiB }));

    [Fact]
    public void No_floor_is_above_the_maximum()
    {
        Assert.Equal(128 * MiB, FloorOf(128 * MiB, new Limits()));
        Assert.Equal(GiB, FloorOf(GiB, new Limits { FloorKib = 2 * GiB }));
    }

    [Fact]
    public void Without_a_maximum_there_is_no_policy() => Assert.Null(DomainPolicy.Default(ADomain() with { MaximumKib = null }, new Limits()));

    private static long FloorOf(long maximumKib, Limits limits) => DomainPolicy.Default(ADomain() with { MaximumKib = maximumKib }, limits)!.FloorKib;
}
