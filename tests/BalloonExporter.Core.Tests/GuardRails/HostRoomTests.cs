using BalloonExporter.Core.GuardRails;
using BalloonExporter.Core.Policy;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.GuardRails;

public sealed class HostRoomTests
{
    private static readonly Limits Limits = new();

    [Fact]
    public void A_small_host_keeps_one_GiB() => Assert.Equal(3 * GiB, HostRoom.GrantableKib(AHost(16 * GiB, 4 * GiB), 0, Limits));

    [Fact]
    public void A_large_host_keeps_two_percent() =>
        Assert.Equal((40 * GiB) - (long)(512 * GiB * 0.02), HostRoom.GrantableKib(AHost(512 * GiB, 40 * GiB), 0, Limits));

    [Fact]
    public void Grants_not_yet_visible_are_taken_off() =>
        Assert.Equal(2 * GiB, HostRoom.GrantableKib(AHost(16 * GiB, 4 * GiB), GiB, Limits));

    [Fact]
    public void Room_is_never_negative()
    {
        Assert.Equal(0, HostRoom.GrantableKib(AHost(16 * GiB, 0), 0, Limits));
        Assert.Equal(0, HostRoom.GrantableKib(AHost(16 * GiB, 4 * GiB), 100 * GiB, Limits));
    }

    [Fact]
    public void Of_a_budget_two_percent_are_kept()
    {
        var host = AHost(64 * GiB, 50 * GiB) with { BudgetKib = 10 * GiB, DomainsResidentKib = 6 * GiB };

        Assert.Equal((4 * GiB) - (long)(10 * GiB * 0.02), HostRoom.GrantableKib(host, 0, Limits));
    }

    [Fact]
    public void A_budget_gives_nothing_while_a_domain_could_not_be_read()
    {
        var host = AHost(64 * GiB, 50 * GiB) with { BudgetKib = 10 * GiB, DomainsResidentKib = 6 * GiB, DomainsResidentKnown = false };

        Assert.Equal(0, HostRoom.GrantableKib(host, 0, Limits));
        Assert.True(HostRoom.GrantableKib(host with { BudgetKib = null }, 0, Limits) > 0);
    }

    [Fact]
    public void A_budget_gives_no_more_than_the_machine_has()
    {
        var host = AHost(64 * GiB, 3 * GiB) with { BudgetKib = 60 * GiB, DomainsResidentKib = 10 * GiB };

        // Two percent of 64 GiB are the machine's own, two percent of the budget are the budget's: the smaller room counts.
        var physicalKib = (3 * GiB) - (long)(64 * GiB * 0.02);
        var budgetKib = (3 * GiB) - (long)(60 * GiB * 0.02);
        Assert.Equal(Math.Min(physicalKib, budgetKib), HostRoom.GrantableKib(host, 0, Limits));
    }

    [Fact]
    public void A_budget_used_up_gives_nothing_whatever_the_machine_has()
    {
        var host = AHost(64 * GiB, 50 * GiB) with { BudgetKib = 10 * GiB, DomainsResidentKib = 11 * GiB };

        Assert.Equal(0, HostRoom.GrantableKib(host, 0, Limits));
    }
}
