using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Ports;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Libvirt;
using LibvirtSharp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BalloonExporter.Tests.Reading;

/// <summary>Reading does not write policy. With all the exporter is made of, against libvirt's own test driver.</summary>
[Collection(TestDomain.Collection)]
[Trait("needs", "debian")]
public sealed class LooksTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new(Snapshots.Noon);

    [Fact]
    public async Task A_hundred_scrapes_tell_the_ledger_nothing_and_one_snapshot_taken_in_does()
    {
        using var domain = TestDomain.Define();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddExporter(TestOptions.Observe);
        services.AddSingleton<TimeProvider>(_time);
        await using var provider = services.BuildServiceProvider();
        var (reader, shared) = (provider.GetRequiredService<IHostReader>(), provider.GetRequiredService<SharedReader>());
        var (ledger, tracker) = (provider.GetRequiredService<MovementLedger>(), provider.GetRequiredService<ISnapshotSubscriber>());
        tracker.TakeIn(await reader.ReadAsync(Patience, new HashSet<Guid>(), CancellationToken.None));
        var before = ledger.Of(domain.Uuid);
        Assert.NotNull(before.Watch);

        // Longer than it counts as settling after its start. Then another program moves it.
        _time.Advance(TimeSpan.FromMinutes(10));
        domain.Domain.SetMemory(512 * 1024, DomainModificationFlags.Live);
        for (var scrape = 0; scrape < 100; scrape++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            // A scrape and GET /domains, a domain's policy page, readiness.
            var seen = await shared.ReadAsync(Patience, CancellationToken.None);
            Assert.Equal(512 * 1024, Assert.Single(seen.Domains, each => each.Uuid == domain.Uuid).CurrentKib);
            Assert.Single((await shared.ReadOneAsync(domain.Uuid, Patience, CancellationToken.None)).Domains);
            Assert.True(await shared.IsLibvirtUpAsync(Patience, CancellationToken.None));
        }

        Assert.Same(before, ledger.Of(domain.Uuid));

        tracker.TakeIn(await reader.ReadSomeAsync(new HashSet<Guid> { domain.Uuid }, Patience, new HashSet<Guid>(), CancellationToken.None));

        Assert.Equal(1, ledger.CountersOf(domain.Uuid).ForeignMoves);
    }
}
