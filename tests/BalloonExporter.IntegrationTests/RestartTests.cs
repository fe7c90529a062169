using System.Net;
using System.Text.Json.Nodes;
using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

/// <summary>Restarts of a real guest through the API: another QEMU process, and no server left off.</summary>
[Trait("suite", "adversary")]
public sealed class RestartTests(Host host) : IClassFixture<Host>
{
    private const int MaximumMib = 256;
    private const string RestartRequired = "balloon_domain_restart_required";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task An_opt_out_is_pending_until_a_restart_and_a_reboot_from_inside_leaves_it_pending()
    {
        await using var guest = await StartAsync("restarting", powerButton: true);
        await using var exporter = await host.StartActingExporterAsync();
        var policy = $"/api/v1/domains/{guest.Uuid}/policy";
        Assert.Equal(HttpStatusCode.OK, (await exporter.SendAsync(HttpMethod.Put, policy, """{"floor":"75%","shares":500}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await exporter.SendAsync(HttpMethod.Patch, policy, """{"enabled":false}""")).Status);
        await WaitForRequiredAsync(exporter, guest, 1);
        var process = guest.QemuProcessId;

        await guest.RebootAsync();
        Assert.Equal(process, guest.QemuProcessId);
        await WaitForRequiredAsync(exporter, guest, 1);

        Assert.Equal(HttpStatusCode.Accepted, (await exporter.SendAsync(HttpMethod.Post, PathOf(guest))).Status);
        await WaitForPhaseAsync(exporter, guest, "done");

        Assert.NotEqual(process, guest.QemuProcessId);
        await WaitForRequiredAsync(exporter, guest, 0);
        var report = JsonNode.Parse((await exporter.GetAsync(policy)).Body)!;
        Assert.Equal("""{"enabled":false,"floor":"75%","shares":500}""", report["stored"]!.ToJsonString());
        Assert.False(report["effective"]!["enabled"]!.GetValue<bool>());
        Assert.Equal(1, (await exporter.MetricsAsync()).Value("balloon_restarts_total", ("mode", "graceful"), ("result", "done")));
        var changes = JsonNode.Parse((await exporter.GetAsync($"{policy}/history")).Body)!["changes"]!.AsArray();
        Assert.Equal(2, changes.Count);
        Assert.All(changes, change => Assert.StartsWith("key:lab@", change!["by"]!.GetValue<string>(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_guest_that_ignores_it_still_runs_after_its_deadline_and_is_restarted_by_force()
    {
        await using var guest = await StartAsync("ignoring", powerButton: false);
        await using var exporter = await host.StartActingExporterAsync();
        var process = guest.QemuProcessId;

        Assert.Equal(HttpStatusCode.Accepted, (await exporter.SendAsync(HttpMethod.Post, PathOf(guest), """{"timeout":"2s"}""")).Status);
        await WaitForPhaseAsync(exporter, guest, "still_running");
        Assert.Equal(process, guest.QemuProcessId);

        Assert.Equal(HttpStatusCode.Conflict, (await exporter.SendAsync(HttpMethod.Post, PathOf(guest), """{"mode":"force"}""")).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await exporter.SendAsync(HttpMethod.Post, PathOf(guest), """{"mode":"force","confirm":true}""")).Status);
        await WaitForPhaseAsync(exporter, guest, "done");
        Assert.NotEqual(process, guest.QemuProcessId);
    }

    [Fact]
    public async Task An_exporter_killed_between_shutdown_and_start_leaves_no_server_off()
    {
        // It ignores the power button, so that the test decides when it goes off.
        await using var guest = await StartAsync("interrupted", powerButton: false);
        await using (var first = await host.StartActingExporterAsync())
        {
            Assert.Equal(HttpStatusCode.Accepted, (await first.SendAsync(HttpMethod.Post, PathOf(guest))).Status);
            await first.KillAsync();
        }

        await guest.DestroyAsync();
        Assert.Equal("shut off", await StateAsync(guest));

        await using var exporter = await host.StartActingExporterAsync();
        await WaitForPhaseAsync(exporter, guest, "done");
        Assert.Equal("running", await StateAsync(guest));
    }

    [Fact]
    public async Task What_libvirt_would_not_bring_back_is_refused_and_not_touched()
    {
        await using var guest = await StartAsync("refused", powerButton: true);
        await using var transient = await Guest.StartAsync(host.Libvirt, new GuestOptions("transient") { MemoryMib = MaximumMib });
        await using var exporter = await host.StartActingExporterAsync();

        await AssertRefusedAsync(exporter, transient, "transient");
        await guest.SuspendAsync();
        await AssertRefusedAsync(exporter, guest, "paused");
        await guest.ResumeAsync();
        await exporter.PauseAsync();
        await AssertRefusedAsync(exporter, guest, "exporter_paused");
        Assert.Equal("running", await StateAsync(guest));
    }

    private async Task<Guest> StartAsync(string name, bool powerButton)
    {
        var guest = await Guest.StartAsync(host.Libvirt, new GuestOptions(name) { MemoryMib = MaximumMib, Persistent = true, PowerButton = powerButton });
        await guest.WaitUntilBootedAsync();
        return guest;
    }

    private async Task<string> StateAsync(Guest guest) => (await host.Libvirt.Virsh.RunAsync(["domstate", guest.Name])).Trim();

    private static async Task AssertRefusedAsync(ExporterProcess exporter, Guest guest, string reason)
    {
        var answer = await exporter.SendAsync(HttpMethod.Post, PathOf(guest));
        Assert.Equal((HttpStatusCode.Conflict, reason), (answer.Status, JsonNode.Parse(answer.Body)!["reason"]!.GetValue<string>()));
    }

    private static Task<TimeSpan> WaitForPhaseAsync(ExporterProcess exporter, Guest guest, string phase) => Wait.UntilAsync(
        phase,
        Patience,
        async () => JsonNode.Parse((await exporter.GetAsync(PathOf(guest))).Body)?["restart"]?["phase"]?.GetValue<string>() == phase,
        async () => (await exporter.GetAsync(PathOf(guest))).Body + exporter.LogTail);

    private static Task<TimeSpan> WaitForRequiredAsync(ExporterProcess exporter, Guest guest, int required) => Wait.UntilAsync(
        $"restart required {required}",
        Patience,
        async () => (await exporter.MetricsAsync()).Find(RestartRequired, ("domain", guest.Name)) == required,
        () => Task.FromResult(exporter.LogTail));

    private static string PathOf(Guest guest) => $"/api/v1/domains/{guest.Uuid}/restart";
}
