using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Libvirt;
using BalloonExporter.Options;
using BalloonExporter.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BalloonExporter.Tests.Libvirt;

/// <summary>The service that keeps definitions to their policies, against libvirt's own test driver and its events.</summary>
[Collection(TestDomain.Collection)]
[Trait("needs", "debian")]
public sealed class DefinitionReconcilerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly PolicySpec No = new() { Enabled = false };

    [Fact]
    public async Task Domains_that_opted_out_before_or_now_are_pinned_and_restored_when_they_opt_in()
    {
        using var before = TestDomain.Define();
        using var now = TestDomain.Define(start: false);
        PolicyMetadata.Store(before.Connection, before.Domain, No);
        await using var provider = await StartAsync(TestOptions.Act with { FixesOptedOutMemory = true });

        await UntilAsync(() => NextBalloon(before) == BalloonCapability.Fixed);
        Assert.Equal(BalloonCapability.Manageable, NextBalloon(now));
        PolicyMetadata.Store(now.Connection, now.Domain, No);
        await UntilAsync(() => NextBalloon(now) == BalloonCapability.Fixed);
        now.Domain.SetMetadata(LibvirtSharp.DomainMetadataType.Element, null, null, BalloonExporter.Core.Policy.PolicyElement.Namespace, LibvirtSharp.DomainModificationFlags.Config);
        await UntilAsync(() => NextBalloon(now) == BalloonCapability.Manageable);
    }

    [Fact]
    public async Task Excluded_domains_and_an_exporter_that_does_not_pin_leave_definitions_alone()
    {
        using var leftOut = TestDomain.Define();
        using var witness = TestDomain.Define();
        PolicyMetadata.Store(leftOut.Connection, leftOut.Domain, No);
        await using (var plain = await StartAsync(TestOptions.Act))
        {
            // Restoring is done without the option too, so a domain that is restored tells that the others were looked at.
            PolicyMetadata.Store(witness.Connection, witness.Domain, No);
            PolicyMetadata.Reconcile(witness.Connection, witness.Domain, pin: true);
            witness.Domain.SetMetadata(LibvirtSharp.DomainMetadataType.Element, null, null, BalloonExporter.Core.Policy.PolicyElement.Namespace, LibvirtSharp.DomainModificationFlags.Config);
            await UntilAsync(() => NextBalloon(witness) == BalloonCapability.Manageable);
            Assert.Equal(BalloonCapability.Manageable, NextBalloon(leftOut));
        }

        PolicyMetadata.Store(witness.Connection, witness.Domain, No);
        var options = TestOptions.Act with { FixesOptedOutMemory = true, Domains = new DomainFilter { Exclude = DomainFilter.TryParse(leftOut.Name) } };
        await using var pinning = await StartAsync(options);
        await UntilAsync(() => NextBalloon(witness) == BalloonCapability.Fixed);
        Assert.Equal(BalloonCapability.Manageable, NextBalloon(leftOut));
    }

    private static BalloonCapability? NextBalloon(TestDomain domain) => PolicyMetadata.Read(domain.Connection, domain.Domain).Facts.NextBalloon;

    private static async Task<ServiceProvider> StartAsync(ExporterOptions options)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddExporter(options);
        services.AddSingleton(TestOptions.ActsNow());
        var provider = services.BuildServiceProvider();
        await provider.GetServices<IHostedService>().OfType<DefinitionReconciler>().Single().StartAsync(CancellationToken.None);
        // The first read opens the connection over which the events come.
        await provider.GetRequiredService<IHostReader>().ReadAsync(TimeSpan.FromSeconds(10), new HashSet<Guid>(), CancellationToken.None);
        return provider;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(deadline) < Patience, "it did not happen in time");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }
}
