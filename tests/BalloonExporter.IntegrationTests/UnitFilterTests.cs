using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

/// <summary>The system call filter of the unit, applied to the binary while it works.</summary>
public sealed class UnitFilterTests(Host host) : IClassFixture<Host>
{
    // What .NET's just-in-time compiler needs and the binary of a release does not.
    private const string AlsoForJit = "--also=sched_setaffinity,sched_setscheduler";

    private static readonly string Unit = Repository.PathOf("deploy", "systemd", "balloon-exporter.service");

    [Fact]
    public async Task Nothing_that_the_exporter_does_is_forbidden_by_its_unit()
    {
        await TinyDomains.CreateAsync(host.Libvirt, 1, "filtered");
        await using var exporter = await ExporterProcess.StartAsync(
            host.Folder, await UnderFilterAsync(), new ExporterOptions(host.Libvirt.Uri) { Mode = "act", TokenFile = await host.Folder.WriteAsync("token", "correct-horse-battery-staple\n") });

        var page = await exporter.MetricsAsync();
        Assert.Equal(1, page.Value("balloon_libvirt_up"));
        Assert.All(page.All("balloon_scrape_collector_success"), part => Assert.Equal(1, part.Value));
        Assert.Single(page.All("balloon_domain_state"));
        Assert.Equal(System.Net.HttpStatusCode.OK, (await exporter.PauseAsync()).Status);
        // The reflexes look, and answer to a word too.
        await Task.Delay(TimeSpan.FromSeconds(2));
        Assert.Equal(1, (await exporter.MetricsAsync()).Value("balloon_libvirt_up"));
    }

    private async Task<string> UnderFilterAsync()
    {
        var jit = File.Exists(Path.ChangeExtension(Host.Binary, ".dll")) ? AlsoForJit : "";
        var wrapper = await host.Folder.WriteAsync(
            "under-filter", $"#!/bin/sh\nexec /usr/bin/python3 {Repository.PathOf("tests", "unit-filter.py")} {Unit} {jit} {Host.Binary} \"$@\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(wrapper, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return wrapper;
    }
}
