using System.Text.RegularExpressions;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.Policy;

public sealed class EffectivePolicyTests
{
    [Fact]
    public void The_floor_is_a_quarter_of_the_maximum_and_the_ceiling_all_of_it() =>
        Assert.Equal(new EffectivePolicy(GiB, 4 * GiB, 1000), EffectivePolicy.Of(ADomain(), new Limits()));

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
    public void Without_a_maximum_there_is_no_policy() => Assert.Null(EffectivePolicy.Of(ADomain() with { MaximumKib = null }, new Limits()));

    [Fact]
    public void The_domains_own_element_comes_before_the_names_and_that_before_the_limits()
    {
        var limits = new Limits
        {
            FloorKib = 3 * GiB,
            Overrides =
            [
                new PolicyOverride(new Regex("^nobody$"), new PolicySpec { Shares = 1 }),
                new PolicyOverride(new Regex("^shop$"), new PolicySpec { Floor = new Amount(null, 0.5), Ceiling = new Amount(3 * GiB, null), Shares = 500 }),
                new PolicyOverride(new Regex("^shop$"), new PolicySpec { Shares = 2 }),
            ],
        };

        Assert.Equal(new EffectivePolicy(2 * GiB, 3 * GiB, 500), EffectivePolicy.Of(ADomain(), limits));
        Assert.Equal(
            new EffectivePolicy(GiB, 3 * GiB, 2000),
            EffectivePolicy.Of(WithPolicy(new PolicySpec { Floor = new Amount(GiB, null), Shares = 2000 }), limits));
        Assert.Equal(new EffectivePolicy(3 * GiB, 4 * GiB, 1000), EffectivePolicy.Of(ADomain() with { Name = "shops" }, limits));
    }

    [Theory]
    [InlineData("shop", 0)]
    [InlineData("shop-2", GiB)]
    [InlineData("other", 512 * MiB)]
    public void The_swap_told_by_name_comes_before_the_one_told_for_all(string name, long swapKib)
    {
        var limits = new Limits
        {
            GuestSwap = new Amount(512 * MiB, null),
            Overrides =
            [
                new PolicyOverride(new Regex("^shop$"), new PolicySpec()) { Swap = new Amount(0, null) },
                new PolicyOverride(new Regex("^shop.*$"), new PolicySpec()) { Swap = new Amount(null, 0.25) },
                new PolicyOverride(new Regex("^other$"), new PolicySpec { Shares = 2 }),
            ],
        };

        Assert.Equal(swapKib, EffectivePolicy.Of(ADomain() with { Name = name }, limits)!.SwapKib);
        Assert.Null(EffectivePolicy.Of(ADomain(), new Limits())!.SwapKib);
    }

    [Fact]
    public void No_element_takes_the_floor_below_256_MiB() =>
        Assert.Equal(256 * MiB, EffectivePolicy.Of(WithPolicy(new PolicySpec { Floor = new Amount(null, 0) }), new Limits())!.FloorKib);

    [Fact]
    public void A_ceiling_below_the_floor_gives_way_to_it() =>
        Assert.Equal(
            new EffectivePolicy(GiB, GiB, 1000),
            EffectivePolicy.Of(WithPolicy(new PolicySpec { Ceiling = new Amount(512 * MiB, null) }), new Limits()));

    [Fact]
    public void An_opted_out_domain_has_no_ceiling() =>
        Assert.Equal(
            new EffectivePolicy(GiB, 4 * GiB, 1000) { Enabled = false },
            EffectivePolicy.Of(WithPolicy(new PolicySpec { Enabled = false, Ceiling = new Amount(2 * GiB, null) }), new Limits()));

    private static DomainMemory WithPolicy(PolicySpec spec) => ADomain() with { Facts = ADomain().Facts with { Policy = spec } };

    private static long FloorOf(long maximumKib, Limits limits) => EffectivePolicy.Of(ADomain() with { MaximumKib = maximumKib }, limits)!.FloorKib;
}
