using BalloonExporter.Libvirt;
using LibvirtSharp;

namespace BalloonExporter.Tests.Libvirt;

public sealed class PerDomainStatsTests
{
    private static readonly DomainInfo Info = new(LibvirtSharp.DomainState.Running, MaximumKib: 4096, CurrentKib: 2048, VirtualCpus: 1, CpuTimeNanoseconds: 0);

    /// <summary>Every property that there is, whoever adds one.</summary>
    [Fact]
    public void No_statistic_of_a_domain_is_forgotten()
    {
        var memory = new DomainMemoryStats();
        var value = 100UL;
        foreach (var property in typeof(DomainMemoryStats).GetProperties())
            property.SetValue(memory, value++);

        var balloon = PerDomainStats.Balloon(Info, memory);

        Assert.NotEqual(100UL, value);
        foreach (var property in typeof(DomainMemoryStats).GetProperties())
            Assert.Equal((property.Name, property.GetValue(memory)), (property.Name, typeof(BalloonStats).GetProperty(property.Name)!.GetValue(balloon)));
        Assert.All(typeof(BalloonStats).GetProperties(), property => Assert.NotNull(property.GetValue(balloon)));
    }

    [Fact]
    public void Of_a_domain_without_statistics_only_current_and_maximum_are_known() =>
        Assert.Equal(new BalloonStats { CurrentKib = 2048, MaximumKib = 4096 }, PerDomainStats.Balloon(Info, null));
}
