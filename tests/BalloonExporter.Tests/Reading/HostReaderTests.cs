using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Kernel;
using BalloonExporter.Libvirt;
using BalloonExporter.Reading;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Libvirt;
using Microsoft.Extensions.Logging.Abstractions;

namespace BalloonExporter.Tests.Reading;

/// <summary>Against libvirt's own test driver, which needs no daemon.</summary>
[Collection(TestDomain.Collection)]
[Trait("needs", "debian")]
public sealed class HostReaderTests
{
    private static readonly HashSet<Guid> NoJobs = [];

    [Fact]
    public async Task A_host_is_read_with_its_domains_and_each_part_is_told()
    {
        var snapshot = await ReadAsync("test:///default", NoJobs);

        Assert.True(snapshot.Parts[0].Success, snapshot.Parts[0].Error);
        Assert.Equal("test", Assert.Single(snapshot.Hypervisors).Driver);
        var domain = Assert.Single(snapshot.Domains);
        Assert.Equal(("test", DomainState.Running, "test"), (domain.Name, domain.State, domain.Facts.Driver));
        Assert.Equal(1, snapshot.DomainsByState[DomainState.Running]);
        Assert.Equal([("libvirt", true), ("host", true)], snapshot.Parts.Select(part => (part.Part, part.Success)));
        Assert.NotNull(snapshot.Memory);
        Assert.Null(domain.JobActive);
    }

    [Fact]
    public async Task A_driver_without_bulk_statistics_is_read_domain_by_domain()
    {
        var domain = Assert.Single((await ReadAsync("test:///default", NoJobs)).Domains);

        Assert.Equal((8388608L, 2097152L), (domain.MaximumKib, domain.CurrentKib));
        Assert.True(domain.MonitorAnswered);
        Assert.NotNull(domain.ResidentKib);
        // Statistics of the year 1989 give no working set.
        Assert.False(domain.StatisticsFresh);
    }

    [Fact]
    public async Task A_job_that_cannot_be_asked_for_stays_unknown()
    {
        var uuid = (await ReadAsync("test:///default", NoJobs)).Domains[0].Uuid;

        Assert.Null((await ReadAsync("test:///default", [uuid, Snapshots.Uuid(99)])).Domains[0].JobActive);
    }

    [Fact]
    public async Task One_hypervisor_of_two_that_is_down_costs_its_own_domains_and_is_told()
    {
        var snapshot = await ReadAsync(["test:///default", "qemu+unix:///system?socket=/nonexistent/libvirt-sock"], NoJobs);

        Assert.False(snapshot.LibvirtUp);
        Assert.Single(snapshot.Domains);
        Assert.Single(snapshot.Hypervisors);
        Assert.False(snapshot.Parts[0].Success);
    }

    [Fact]
    public async Task A_libvirt_that_cannot_be_reached_costs_neither_the_read_nor_the_hosts_memory()
    {
        var snapshot = await ReadAsync("qemu+unix:///system?socket=/nonexistent/libvirt-sock", NoJobs);

        Assert.False(snapshot.LibvirtUp);
        Assert.Empty(snapshot.Domains);
        Assert.Empty(snapshot.DomainsByState);
        Assert.NotNull(snapshot.Memory);
        Assert.Equal([("libvirt", false), ("host", true)], snapshot.Parts.Select(part => (part.Part, part.Success)));
    }

    [Fact]
    public async Task A_host_whose_files_cannot_be_read_is_still_a_host_with_domains()
    {
        var snapshot = await ReadAsync("test:///default", NoJobs, Fixture.PathOf("proc-broken"));

        Assert.Null(snapshot.Memory);
        Assert.Single(snapshot.Domains);
        Assert.Contains("MemAvailable", snapshot.Parts.Single(part => part.Part == "host").Error, StringComparison.Ordinal);
    }

    private static Task<HostSnapshot> ReadAsync(string uri, HashSet<Guid> jobs, string proc = "/proc") => ReadAsync([uri], jobs, proc);

    private static async Task<HostSnapshot> ReadAsync(string[] uris, HashSet<Guid> jobs, string proc = "/proc")
    {
        Assert.Null(LibvirtLibrary.TryLoad());
        var options = TestOptions.Observe with { LibvirtUris = [.. uris.Select(uri => new Uri(uri))] };
        var processes = new QemuProcesses(new SteadyClock(TimeProvider.System));
        var tracked = new Tracked(TimeProvider.System, processes, options);
        var events = new HypervisorEvents(tracked.Events, new LifecycleFeed(), new RecordingLogger<HypervisorEvents>());
        using var failures = new CallbackFailures(tracked.Events, new SteadyClock(TimeProvider.System), TimeProvider.System, NullLogger<CallbackFailures>.Instance);
        using var hypervisors = new Hypervisors(options, events, failures, tracked.Facts, tracked.Starts, new SteadyClock(TimeProvider.System), NullLoggerFactory.Instance);
        var reader = new HostReader(hypervisors, tracked.Facts, tracked.Histories, tracked.Kept, new HostFiles(proc), tracked.Resident, options, new SteadyClock(TimeProvider.System), new RecordingLogger<HostReader>());
        return await reader.ReadAsync(TimeSpan.FromSeconds(30), jobs, CancellationToken.None);
    }
}
