using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Tests.Model;

public sealed class HostMemoryTests
{
    private static readonly HostMemory Host = new() { PhysicalTotalKib = 1000, PhysicalAvailableKib = 400, FreeKib = 100, DomainsResidentKib = 500 };

    [Fact]
    public void Without_a_budget_the_machine_is_what_counts() => Assert.Equal((1000, 400), (Host.TotalKib, Host.AvailableKib));

    [Fact]
    public void With_a_budget_what_the_domains_leave_of_it_counts()
    {
        var host = Host with { BudgetKib = 800 };

        Assert.Equal((800, 300), (host.TotalKib, host.AvailableKib));
    }

    [Fact]
    public void With_a_budget_the_machine_is_still_the_upper_bound() => Assert.Equal(400, (Host with { BudgetKib = 950 }).AvailableKib);

    [Fact]
    public void An_overdrawn_budget_leaves_nothing_not_less() => Assert.Equal(0, (Host with { BudgetKib = 450 }).AvailableKib);

    [Fact]
    public void By_how_much_a_budget_is_overdrawn_is_known() => Assert.Equal(-50, (Host with { BudgetKib = 450 }).LeftKib);
}
