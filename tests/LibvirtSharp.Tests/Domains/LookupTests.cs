namespace LibvirtSharp.Tests.Domains;

public sealed class LookupTests
{
    [Fact]
    public void The_list_has_the_domain_with_its_uuid_name_and_id()
    {
        using var connection = TestHost.Open();

        var domain = Assert.Single(connection.ListDomains(), candidate => candidate.Uuid == TestHost.TestDomain);

        Assert.Equal("test", domain.Name);
        Assert.Equal(1, domain.Id);
        Assert.True(domain.IsActive);
        Assert.True(domain.IsPersistent);
    }

    [Fact]
    public void The_list_can_be_filtered()
    {
        using var connection = TestHost.Open();

        Assert.NotEmpty(connection.ListDomains(ListDomainsFlags.Running));
        Assert.Empty(connection.ListDomains(ListDomainsFlags.Paused));
    }

    [Fact]
    public void An_unknown_uuid_is_null()
    {
        using var connection = TestHost.Open();

        Assert.Null(connection.FindDomain(TestHost.Nobody));
    }

    [Fact]
    public void A_domain_outlives_the_connection_it_came_from()
    {
        LibvirtDomain domain;
        using (var connection = TestHost.Open())
            domain = connection.FindTestDomain();
        using (domain)
            Assert.True(domain.IsActive);
    }

    [Fact]
    public void A_disposed_domain_still_has_a_name_but_answers_no_more()
    {
        using var connection = TestHost.Open();
        var domain = connection.FindTestDomain();
        domain.Dispose();

        Assert.Equal("test", domain.Name);
        Assert.Throws<ObjectDisposedException>(() => domain.GetInfo());
        Assert.Throws<ObjectDisposedException>(() => domain.GetMemoryStats());
        Assert.Throws<ObjectDisposedException>(() => connection.GetDomainStats([domain], DomainStatsGroups.State));
    }
}
