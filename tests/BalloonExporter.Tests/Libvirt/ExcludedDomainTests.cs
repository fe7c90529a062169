using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Options;
using BalloonExporter.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace BalloonExporter.Tests.Libvirt;

/// <summary>Domain filters and the one domain of libvirt's test driver.</summary>
[Collection(TestDomain.Collection)]
[Trait("needs", "debian")]
public sealed class ExcludedDomainTests
{
    public ExcludedDomainTests()
    {
        LibvirtSharp.Libvirt.Initialize();
        LibvirtSharp.Libvirt.StartEventLoop();
    }

    [Fact]
    public async Task A_domain_that_was_left_out_is_marked_and_still_counts()
    {
        var snapshot = await ReadAsync(TestOptions.Observe with { Domains = new DomainFilter { Exclude = DomainFilter.TryParse("t.*") } });

        var domain = Assert.Single(snapshot.Domains);
        Assert.True(domain.Excluded);
        Assert.Equal(1, snapshot.DomainsByState[DomainState.Running]);
        Assert.True(domain.ResidentKib > 0);
        Assert.Equal(domain.ResidentKib, snapshot.Memory?.DomainsResidentKib);
    }

    [Fact]
    public async Task No_domain_is_excluded_by_default() =>
        Assert.False(Assert.Single((await ReadAsync(TestOptions.Observe)).Domains).Excluded);

    private static async Task<HostSnapshot> ReadAsync(ExporterOptions options)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddExporter(options);
        await using var provider = services.BuildServiceProvider();
        return await provider.GetRequiredService<IHostReader>().ReadAsync(TimeSpan.FromSeconds(10), new HashSet<Guid>(), CancellationToken.None);
    }
}
