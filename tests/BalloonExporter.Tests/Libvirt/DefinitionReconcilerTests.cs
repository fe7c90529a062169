using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Libvirt;
using BalloonExporter.Options;
using BalloonExporter.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BalloonExporter.Tests.Libvirt;

/// <summary>The service that keeps definitions to what they wish, against libvirt's own test driver and its events.</summary>
[Collection(TestDomain.Collection)]
[Trait("needs", "debian")]
public sealed class DefinitionReconcilerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly PolicySpec No = new() { Enabled = false };

    [Fact]
    public async Task A_domain_that_opted_out_before_and_one_that_does_now_are_pinned_and_restored_when_they_opt_in()
    {
        using var before = TestDomain.Define();
        using var now = TestDomain.Define(start: false);
        PolicyMetadata.Store(before.Connection, before.Domain, No);
        await using var provider = await StartAsync(TestOptions.Act with { FixesOptedOutMemory = true });

        await UntilAsync(() => NextModel(before) == "none");
        Assert.Equal("virtio", NextModel(now));
        PolicyMetadata.Store(now.Connection, now.Domain, No);
        await UntilAsync(() => NextModel(now) == "none");
        now.Domain.SetMetadata(LibvirtSharp.DomainMetadataType.Element, null, null, BalloonExporter.Core.Policy.PolicyElement.Namespace, LibvirtSharp.DomainModificationFlags.Config);
        await UntilAsync(() => NextModel(now) == "virtio");
    }

    [Fact]
    public async Task Who_was_left_out_and_who_does_not_pin_leaves_definitions_alone()
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
            await UntilAsync(() => NextModel(witness) == "virtio");
            Assert.Equal("virtio", NextModel(leftOut));
        }

        PolicyMetadata.Store(witness.Connection, witness.Domain, No);
        var options = TestOptions.Act with { FixesOptedOutMemory = true, Domains = new DomainFilter { Exclude = DomainFilter.TryParse(leftOut.Name) } };
        await using var pinning = await StartAsync(options);
        await UntilAsync(() => NextModel(witness) == "none");
        Assert.Equal("virtio", NextModel(leftOut));
    }

    private static string? NextModel(TestDomain domain) => PolicyMetadata.Read(domain.Connection, domain.Domain).Facts.NextBalloonModel;

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
