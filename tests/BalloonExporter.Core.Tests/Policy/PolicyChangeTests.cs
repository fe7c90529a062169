using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Tests.Policy;

public sealed class PolicyChangeTests
{
    private const long GiB = 1024 * 1024;

    private static readonly Limits Limits = new();
    private static readonly Amount OneGiB = new(GiB, null);

    [Fact]
    public void A_policy_that_replaces_another_keeps_the_swap_unless_it_names_it()
    {
        var stored = new PolicySpec { Floor = OneGiB, Swap = OneGiB };

        var (spec, _) = new PolicyChange(new PolicySpec { Shares = 7 }, PolicySettings.Shares).Replace(Domain(stored), Limits);

        Assert.Equal(new PolicySpec { Shares = 7, Swap = OneGiB }, spec);
        var none = new PolicySpec { Swap = Amount.TryParseOrNone("0") };
        Assert.Equal((none, null), new PolicyChange(none, PolicySettings.Swap).Replace(Domain(stored), Limits));
        Assert.Equal((new PolicySpec(), null), new PolicyChange(new PolicySpec(), PolicySettings.Swap).Replace(Domain(stored), Limits));
    }

    [Fact]
    public void A_named_setting_changes_and_the_others_stay()
    {
        var stored = new PolicySpec { Floor = OneGiB, Ceiling = new Amount(null, 0.75), Shares = 500 };

        Assert.Equal(stored with { Enabled = false }, Merged(stored, new PolicySpec { Enabled = false }, PolicySettings.Enabled));
        Assert.Equal(stored with { Shares = 7 }, Merged(stored, new PolicySpec { Shares = 7 }, PolicySettings.Shares));
        Assert.Equal(stored, Merged(stored, new PolicySpec(), PolicySettings.None));
    }

    [Theory]
    [InlineData(PolicySettings.Floor)]
    [InlineData(PolicySettings.Ceiling)]
    [InlineData(PolicySettings.Shares)]
    [InlineData(PolicySettings.Swap)]
    [InlineData(PolicySettings.Enabled)]
    public void Null_removes_the_named_setting_alone(PolicySettings setting)
    {
        var stored = new PolicySpec { Enabled = false, Floor = OneGiB, Ceiling = new Amount(3 * GiB, null), Shares = 500, Swap = OneGiB };

        var merged = Merged(stored, new PolicySpec(), setting)!;

        Assert.Equal(setting == PolicySettings.Enabled ? null : false, merged.Enabled);
        Assert.Equal(setting == PolicySettings.Floor, merged.Floor is null);
        Assert.Equal(setting == PolicySettings.Ceiling, merged.Ceiling is null);
        Assert.Equal(setting == PolicySettings.Shares, merged.Shares is null);
        Assert.Equal(setting == PolicySettings.Swap, merged.Swap is null);
    }

    [Fact]
    public void An_operators_true_stays_when_an_opt_out_is_taken_back()
    {
        var yes = new PolicySpec { Enabled = true, Shares = 7 };
        var no = yes with { Enabled = false };
        var floored = no with { Floor = OneGiB };

        Assert.Equal(yes, Merged(yes, new PolicySpec(), PolicySettings.Enabled));
        Assert.Equal(floored with { Enabled = true }, Merged(floored, new PolicySpec(), PolicySettings.Enabled, Edit(no, floored), Edit(yes, no), Edit(null, yes)));
    }

    [Fact]
    public void An_opt_out_that_replaced_nothing_leaves_nothing()
    {
        var (yes, no) = (new PolicySpec { Enabled = true }, new PolicySpec { Enabled = false });

        Assert.Equal(new PolicySpec(), Merged(no, new PolicySpec(), PolicySettings.Enabled));
        Assert.Equal(new PolicySpec(), Merged(no, new PolicySpec(), PolicySettings.Enabled, Edit(null, no), Edit(yes, null), Edit(null, yes)));
        // The history does not know how the domain came to be opted out.
        Assert.Equal(new PolicySpec(), Merged(no, new PolicySpec(), PolicySettings.Enabled, Edit(no, yes)));
    }

    [Fact]
    public void What_is_said_of_enabled_is_stored_as_said()
    {
        Assert.True(Merged(new PolicySpec { Enabled = false }, new PolicySpec { Enabled = true }, PolicySettings.Enabled)!.Enabled);
        Assert.False(Merged(new PolicySpec { Enabled = true }, new PolicySpec { Enabled = false }, PolicySettings.Enabled)!.Enabled);
    }

    [Fact]
    public void A_malformed_policy_cannot_be_changed_in_part()
    {
        var domain = Domain(PolicySpec.Malformed("enabled is neither yes nor no: nope"));

        var (spec, refusal) = new PolicyChange(new PolicySpec { Shares = 7 }, PolicySettings.Shares).MergeInto(domain, [], Limits);

        Assert.Null(spec);
        Assert.Contains("nope", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(null)]
    public void A_replacement_ends_an_opt_out_only_when_it_names_enabled(bool? stored)
    {
        var domain = Domain(stored is null ? PolicySpec.Malformed("enabled is neither yes nor no: nope") : new PolicySpec { Enabled = false, Shares = 5 });
        var floor = new PolicySpec { Floor = OneGiB };

        var (spec, refusal) = new PolicyChange(floor, PolicySettings.Floor).Replace(domain, Limits);
        Assert.Null(spec);
        Assert.Contains("enabled", refusal, StringComparison.Ordinal);

        Assert.Equal((floor, null), new PolicyChange(floor, PolicySettings.Floor | PolicySettings.Enabled).Replace(domain, Limits));
    }

    [Fact]
    public void A_replacement_of_anything_else_need_not_name_it()
    {
        Assert.Equal((new PolicySpec(), null), new PolicyChange(new PolicySpec(), PolicySettings.None).Replace(Domain(new PolicySpec { Enabled = true }), Limits));
        Assert.Equal((new PolicySpec(), null), new PolicyChange(new PolicySpec(), PolicySettings.None).Replace(Domain(null), Limits));
    }

    [Theory]
    [InlineData("5GiB", null, "floor 5GiB is above the domain's maximum of 4GiB")]
    [InlineData(null, "5GiB", "ceiling 5GiB is above the domain's maximum of 4GiB")]
    [InlineData("3GiB", "50%", "floor 3GiB is above ceiling 50%")]
    [InlineData("75%", "2GiB", "floor 75% is above ceiling 2GiB")]
    [InlineData(null, "128MiB", "ceiling 128MiB is below the least")]
    [InlineData(null, "1%", "ceiling 1% is below the least")]
    public void Sizes_that_the_guest_cannot_have_are_refused(string? floor, string? ceiling, string expected)
    {
        var change = new PolicyChange(PolicyElement.Read(null, floor, ceiling, null), PolicySettings.Floor | PolicySettings.Ceiling);

        Assert.Contains(expected, change.MergeInto(Domain(null), [], Limits).Refusal, StringComparison.Ordinal);
        Assert.Contains(expected, change.Replace(Domain(null), Limits).Refusal, StringComparison.Ordinal);
        // Of a guest whose size is unknown nothing can be said.
        Assert.Null(change.Replace(Domain(null) with { Facts = new DomainFacts { Balloon = BalloonCapability.Manageable } }, Limits).Refusal);
    }

    [Theory]
    [InlineData("4GiB", "4GiB")]
    [InlineData("100%", null)]
    [InlineData("64MiB", "256MiB")]
    [InlineData("0%", "100%")]
    public void Sizes_that_the_guest_can_have_are_stored(string? floor, string? ceiling) => Assert.Null(
        new PolicyChange(PolicyElement.Read(null, floor, ceiling, null), PolicySettings.Floor | PolicySettings.Ceiling).Replace(Domain(null), Limits).Refusal);

    [Fact]
    public void A_guest_that_was_made_smaller_can_still_opt_out()
    {
        var stored = new PolicySpec { Floor = new Amount(6 * GiB, null), Ceiling = new Amount(8 * GiB, null) };

        Assert.Equal(stored with { Enabled = false }, Merged(stored, new PolicySpec { Enabled = false }, PolicySettings.Enabled));
        Assert.Equal(stored with { Ceiling = null }, Merged(stored, new PolicySpec(), PolicySettings.Ceiling));
    }

    private static PolicySpec? Merged(PolicySpec stored, PolicySpec to, PolicySettings named, params PolicyEdit[] history)
    {
        var (spec, refusal) = new PolicyChange(to, named).MergeInto(Domain(stored), history, Limits);
        Assert.Null(refusal);
        return spec;
    }

    private static PolicyEdit Edit(PolicySpec? before, PolicySpec? after) => new(default, "user:test", before, after);

    private static StoredDomain Domain(PolicySpec? stored) =>
        new(Guid.NewGuid(), "shop", true, new DomainFacts { Balloon = BalloonCapability.Manageable, NextPolicy = stored, NextMaximumKib = 4 * GiB });
}
