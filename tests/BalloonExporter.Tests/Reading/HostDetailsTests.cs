using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Kernel;
using BalloonExporter.Libvirt;
using BalloonExporter.Reading;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Libvirt;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BalloonExporter.Tests.Reading;

[Trait("needs", "debian")]
public sealed class HostDetailsTests : IDisposable
{
    private readonly CallbackFailures _failures;
    private readonly Hypervisors _hypervisors;
    private readonly QemuProcesses _processes = new(new SteadyClock(new FakeTimeProvider(Snapshots.Noon)), Fixture.PathOf("proc-domains"), Fixture.PathOf("cgroup"));

    public HostDetailsTests()
    {
        Assert.Null(LibvirtLibrary.TryLoad());
        var tracked = new Tracked(TimeProvider.System, _processes, TestOptions.Observe);
        var events = new HypervisorEvents(tracked.Events, new LifecycleFeed(), NullLogger<HypervisorEvents>.Instance);
        _failures = new CallbackFailures(tracked.Events, new SteadyClock(TimeProvider.System), TimeProvider.System, NullLogger<CallbackFailures>.Instance);
        _hypervisors = new Hypervisors(TestOptions.Observe, events, _failures, tracked.Facts, tracked.Starts, new SteadyClock(TimeProvider.System), NullLoggerFactory.Instance);
    }

    public void Dispose()
    {
        _hypervisors.Dispose();
        _failures.Dispose();
    }

    [Fact]
    public async Task Everything_wanted_is_added()
    {
        var snapshot = await AddAsync(Snapshots.Host(), [.. Enum.GetValues<CollectorName>()]);

        var domain = Assert.Single(snapshot.Domains);
        Assert.Equal(DomainControl.Ok, domain.Control);
        Assert.Equal(524288, domain.Process?.SwappedKib);
        Assert.Equal(2202009600, domain.Cgroup?.CurrentBytes);
        Assert.True(snapshot.SamePages?.Running);
        Assert.Equal(2, snapshot.HugepagePools.Count);
        Assert.Equal(3, snapshot.NumaNodes.Count);
        Assert.Equal(
            ["libvirt", "host", "control", "process", "cgroup", "ksm", "hugepages", "numa"], snapshot.Parts.Select(part => part.Part));
        Assert.All(snapshot.Parts, part => Assert.True(part.Success));
    }

    [Fact]
    public async Task What_is_not_wanted_is_not_read()
    {
        var before = Snapshots.Host();

        var snapshot = await AddAsync(before, [CollectorName.Libvirt, CollectorName.Openstack]);

        Assert.Equal(before.Domains, snapshot.Domains);
        Assert.Equal(before.Parts, snapshot.Parts);
        Assert.Null(snapshot.SamePages);
        Assert.Empty(snapshot.HugepagePools);
        Assert.Empty(snapshot.NumaNodes);
    }

    [Fact]
    public async Task A_part_that_fails_says_so_and_costs_the_others_nothing()
    {
        var snapshot = await AddAsync(Snapshots.Host(), [CollectorName.Ksm, CollectorName.Numa], sysFolder: "nowhere", numaFolder: "sys/node");

        Assert.Null(snapshot.SamePages);
        Assert.Equal(3, snapshot.NumaNodes.Count);
        Assert.False(snapshot.Parts.Single(part => part.Part == "ksm").Success);
        Assert.True(snapshot.Parts.Single(part => part.Part == "numa").Success);
    }

    [Fact]
    public async Task A_domain_that_was_left_out_is_not_read()
    {
        var snapshot = await AddAsync(
            Snapshots.Host(Snapshots.Domain(1) with { Excluded = true, MonitorAnswered = false }),
            [CollectorName.Process, CollectorName.Cgroup, CollectorName.Control]);

        Assert.Null(snapshot.Domains[0].Process);
        Assert.Null(snapshot.Domains[0].Cgroup);
        Assert.Null(snapshot.Domains[0].Control);
        Assert.Equal(0, _hypervisors.Reconnects);
    }

    [Fact]
    public async Task Files_of_a_domain_are_read_whatever_its_monitor_does()
    {
        var snapshot = await AddAsync(Snapshots.Host(Snapshots.Domain(1) with { MonitorAnswered = false }), [CollectorName.Process]);

        Assert.Equal(524288, snapshot.Domains[0].Process?.SwappedKib);
    }

    [Fact]
    public async Task A_monitor_that_has_not_answered_is_looked_at_through_libvirt()
    {
        // The one domain of libvirt's test driver.
        var silent = Snapshots.Domain(1) with { Uuid = new Guid("6695eb01-f6a4-8304-79aa-97f2502e193f"), MonitorAnswered = false };
        var unknown = Snapshots.Domain(2) with { MonitorAnswered = false };

        var snapshot = await AddAsync(Snapshots.Host(silent, unknown, Snapshots.Domain(3)), [CollectorName.Control]);

        Assert.Equal([DomainControl.Ok, null, DomainControl.Ok], snapshot.Domains.Select(domain => domain.Control));
        Assert.True(snapshot.Parts[^1].Success);
    }

    [Fact]
    public async Task Without_time_nothing_is_asked_of_libvirt_and_the_part_has_failed()
    {
        var snapshot = await AddAsync(
            Snapshots.Host(Snapshots.Domain(1), Snapshots.Domain(2) with { MonitorAnswered = false }), [CollectorName.Control], deadline: -1);

        Assert.Equal([DomainControl.Ok, null], snapshot.Domains.Select(domain => domain.Control));
        Assert.False(snapshot.Parts[^1].Success);
    }

    [Fact]
    public async Task A_container_has_no_monitor_to_be_free()
    {
        var container = Snapshots.Domain(1);

        var snapshot = await AddAsync(Snapshots.Host(container with { Facts = container.Facts with { Balloon = BalloonCapability.None } }), [CollectorName.Control]);

        Assert.Null(snapshot.Domains[0].Control);
    }

    private Task<HostSnapshot> AddAsync(
        HostSnapshot snapshot, HashSet<CollectorName> wanted, string sysFolder = "sys", string? numaFolder = null, double deadline = 5)
    {
        var details = new HostDetails(
            _processes,
            new DomainControls(_hypervisors),
            new KsmFiles(Fixture.PathOf(Path.Combine(sysFolder, "ksm"))),
            new HugepageFiles(Fixture.PathOf(Path.Combine(sysFolder, "hugepages"))),
            new NumaFiles(Fixture.PathOf(numaFolder ?? Path.Combine(sysFolder, "node"))),
            NullLogger<HostDetails>.Instance);
        return details.AddAsync(snapshot, wanted, TimeSpan.FromSeconds(deadline), CancellationToken.None);
    }
}
