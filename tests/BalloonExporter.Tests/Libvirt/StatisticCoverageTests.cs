using System.Reflection;
using BalloonExporter.Core.Model;
using BalloonExporter.Libvirt;
using BalloonExporter.Tests.Fakes;
using LibvirtSharp;

namespace BalloonExporter.Tests.Libvirt;

/// <summary>A statistic that is added goes all the way: what was forgotten of it is found here.</summary>
public sealed class StatisticCoverageTests
{
    // Of the domain and not of its guest.
    private static readonly string[] OfTheDomain = [nameof(BalloonStats.CurrentKib), nameof(BalloonStats.MaximumKib), nameof(BalloonStats.RssKib)];

    [Fact]
    public void Every_statistic_of_the_binding_is_converted()
    {
        var statistics = Figures<BalloonStats>(typeof(ulong?)).ToDictionary(property => property.Name, property => 1_790_000_000UL + (ulong)property.MetadataToken);
        var balloon = new BalloonStats();
        foreach (var (name, value) in statistics)
            typeof(BalloonStats).GetProperty(name)!.SetValue(balloon, value);

        var guest = DomainConversion.ToMemory(new DomainRead(new DomainStats(Guid.NewGuid(), "shop") { Balloon = balloon }, new DomainFacts()), null, new SteadyClock(TimeProvider.System)).Guest!;
        var converted = Figures<GuestStatistics>(typeof(long?)).Select(property => property.GetValue(guest)).OfType<long>().Append(guest.LastUpdate.ToUnixTimeSeconds()).ToList();

        Assert.Empty(statistics.Where(each => !OfTheDomain.Contains(each.Key) && !converted.Contains((long)each.Value)).Select(each => each.Key));
    }

    [Fact]
    public void Every_statistic_of_the_model_is_in_the_golden_scrape() =>
        Assert.Empty(Figures<GuestStatistics>(typeof(long?)).Where(property => property.GetValue(Snapshots.Domain(1).Guest) is null).Select(property => property.Name));

    private static IEnumerable<PropertyInfo> Figures<T>(Type type) => typeof(T).GetProperties().Where(property => property.PropertyType == type);
}
