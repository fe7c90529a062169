namespace LibvirtSharp.Tests.Statistics;

public sealed class BulkStatisticsTests
{
    [Fact]
    public void One_call_has_the_state_of_all_domains()
    {
        using var connection = TestHost.Open();

        var statistics = Assert.Single(connection.GetAllDomainStats(DomainStatsGroups.State), one => one.Uuid == TestHost.TestDomain);

        Assert.Equal("test", statistics.Name);
        Assert.Equal(DomainState.Running, statistics.State!.State);
        Assert.NotNull(statistics.State.Reason);
        Assert.Null(statistics.Balloon);
        Assert.Empty(statistics.Other);
    }

    [Fact]
    public void One_call_has_the_state_of_the_given_domains()
    {
        using var connection = TestHost.Open();
        using var domain = connection.FindTestDomain();

        var statistics = Assert.Single(connection.GetDomainStats([domain], DomainStatsGroups.State));

        Assert.Equal(TestHost.TestDomain, statistics.Uuid);
    }

    [Fact]
    public void No_domains_given_are_no_statistics()
    {
        using var connection = TestHost.Open();

        Assert.Empty(connection.GetDomainStats([], DomainStatsGroups.State));
    }

    [Fact]
    public void Domains_of_another_connection_are_refused()
    {
        using var connection = TestHost.Open();
        using var another = TestHost.Open();
        using var domain = another.FindTestDomain();

        Assert.Throws<ArgumentException>(() => connection.GetDomainStats([domain], DomainStatsGroups.State));
    }

    [Fact]
    public void A_filter_leaves_the_others_out()
    {
        using var connection = TestHost.Open();

        Assert.Empty(connection.GetAllDomainStats(DomainStatsGroups.State, DomainStatsFlags.ShutOff));
    }
}
