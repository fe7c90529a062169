using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

/// <summary>libvirt takes less than the exporter believes: a device was plugged, and no event told of it.</summary>
[Trait("suite", "adversary")]
public sealed class LostEventsTests(Host host) : IClassFixture<Host>
{
    private const long MiB = 1024 * 1024;
    private const int MaximumMib = 768;
    private const int DeviceMib = 512;
    private const int TargetMib = 700;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_target_refused_as_too_high_is_tried_lower_at_once_and_the_devices_are_read_again()
    {
        await using var lossy = new LossyLibvirt(host.Libvirt);
        await using var exporter = await ExporterProcess.StartAsync(host.Folder, Host.Binary, new ExporterOptions(lossy.Uri) { Mode = "act", Grace = "1s" });
        await using var guest = await Guest.StartAsync(
            host.Libvirt, new GuestOptions("surprised") { MemoryMib = MaximumMib, VirtioMemMib = 128, Autodeflate = false });
        await guest.WaitUntilBootedAsync();
        await UntilAsync("managed", page => page.Find("balloon_domain_managed", ("domain", guest.Name)) == 1 && Mib(page, "balloon_domain_working_set_bytes") > 0);
        await AskAsync(TargetMib, later: 0);
        await UntilAsync("taken", page => Mib(page, "balloon_domain_memory_current_bytes") == TargetMib);

        lossy.LosesEvents = true;
        var device = await host.Folder.WriteAsync("device.xml", $"""
            <memory model='virtio-mem'>
              <target><size unit='MiB'>{DeviceMib}</size><node>0</node><block unit='MiB'>2</block><requested unit='MiB'>0</requested></target>
            </memory>
            """);
        await host.Libvirt.Virsh.RunAsync(["attach-device", guest.Name, device, "--live"]);
        await UntilAsync("a maximum that is too large", page => Mib(page, "balloon_domain_memory_maximum_bytes") == MaximumMib + DeviceMib);
        Assert.True(lossy.Lost > 0);

        var (answer, toMib) = await AskAsync(MaximumMib + DeviceMib, later: 2);
        Assert.True(answer.Contains("\"reason\":\"in_part\"", StringComparison.Ordinal), answer);
        Assert.True(answer.Contains("\"clippedBy\":[\"above_maximum\"]", StringComparison.Ordinal), answer);
        Assert.InRange(toMib, TargetMib + 16, MaximumMib);
        await UntilAsync("given", page => Mib(page, "balloon_domain_memory_current_bytes") == toMib);
        await UntilAsync("the right maximum", page => Mib(page, "balloon_domain_memory_maximum_bytes") == MaximumMib);
        Report.Line($"refused as too high: {MaximumMib + DeviceMib} MiB were asked for, {toMib} of {MaximumMib} given at once");

        Task UntilAsync(string what, Func<MetricsPage, bool> holds) => Wait.UntilAsync(
            what, Patience, async () => holds(await exporter.MetricsAsync()), () => Task.FromResult(exporter.LogTail));

        long? Mib(MetricsPage page, string name) => (long?)(page.Find(name, ("domain", guest.Name)) / MiB);

        async Task<(string Answer, long ToMib)> AskAsync(long targetMib, int later)
        {
            var alert = Payload.Alert(guest.Uuid, targetMib, evaluatedAt: TimeProvider.System.GetUtcNow().AddSeconds(later));
            var answer = await exporter.PostFeedbackAsync(Payload.Of(alert));
            var (verdict, _, _, to) = Assert.Single(Payload.Results(answer.Body));
            Assert.True(verdict == "applied", exporter.LogTail);
            return (answer.Body, to!.Value / MiB);
        }
    }
}
