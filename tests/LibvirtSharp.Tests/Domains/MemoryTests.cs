namespace LibvirtSharp.Tests.Domains;

public sealed class MemoryTests
{
    [Fact]
    public void Memory_statistics_have_what_the_driver_reports()
    {
        using var connection = TestHost.Open();
        using var domain = connection.FindTestDomain();

        var statistics = domain.GetMemoryStats();

        // The test driver makes these numbers up, always the same for a domain of 2 GiB.
        Assert.Equal(2097152ul, statistics.CurrentKib);
        Assert.Equal(2097152ul, statistics.AvailableKib);
        Assert.Equal(1048576ul, statistics.UnusedKib);
        Assert.Equal(1048576ul, statistics.UsableKib);
        Assert.Equal(1048576ul, statistics.RssKib);
        Assert.Equal(262144ul, statistics.DiskCachesKib);
        Assert.Equal(627319920ul, statistics.LastUpdateUnixSeconds);
    }

    [Fact]
    public void A_new_target_is_what_the_domain_has_afterwards()
    {
        using var connection = TestHost.Open();
        using var domain = connection.CreateDomain(TestHost.DomainXml("target", Guid.NewGuid()));
        try
        {
            domain.SetMemory(262144, DomainModificationFlags.Live);

            var info = domain.GetInfo();
            Assert.Equal(262144ul, info.CurrentKib);
            Assert.Equal(1048576ul, info.MaximumKib);
        }
        finally
        {
            domain.Destroy();
        }
    }

    [Fact]
    public void More_than_the_maximum_is_an_exception()
    {
        using var connection = TestHost.Open();
        using var domain = connection.FindTestDomain();
        var maximumKib = domain.GetInfo().MaximumKib;

        var failure = Assert.Throws<LibvirtException>(() => domain.SetMemory(maximumKib + 1, DomainModificationFlags.Live));

        Assert.Equal(LibvirtErrorCode.InvalidArg, failure.Code);
    }

    [Fact]
    public void Whatever_the_period_it_is_accepted_by_the_test_driver()
    {
        using var connection = TestHost.Open();
        using var domain = connection.FindTestDomain();

        domain.SetMemoryStatsPeriod(2, DomainModificationFlags.Live);
    }
}
