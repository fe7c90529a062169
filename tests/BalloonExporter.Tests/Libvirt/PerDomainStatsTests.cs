using BalloonExporter.Libvirt;
using LibvirtSharp;

namespace BalloonExporter.Tests.Libvirt;

public sealed class PerDomainStatsTests
{
    private static readonly DomainInfo Info = new(LibvirtSharp.DomainState.Running, MaximumKib: 4096, CurrentKib: 2048, VirtualCpus: 1, CpuTimeNanoseconds: 0);

    [Fact]
    public void What_the_driver_tells_is_kept_and_the_rest_comes_from_the_domains_information()
    {
        var balloon = PerDomainStats.Balloon(Info, new BalloonStats { RssKib = 1024, HugetlbAllocations = 7 });

        Assert.Equal(new BalloonStats { CurrentKib = 2048, MaximumKib = 4096, RssKib = 1024, HugetlbAllocations = 7 }, balloon);
        Assert.Equal(1000UL, PerDomainStats.Balloon(Info, new BalloonStats { CurrentKib = 1000 }).CurrentKib);
    }

    [Fact]
    public void Of_a_domain_without_statistics_only_current_and_maximum_are_known() =>
        Assert.Equal(new BalloonStats { CurrentKib = 2048, MaximumKib = 4096 }, PerDomainStats.Balloon(Info, null));
}
