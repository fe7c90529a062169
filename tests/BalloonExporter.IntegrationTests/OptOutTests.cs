using System.Net;
using System.Net.Http.Headers;
using System.Text;
using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

/// <summary>What a customer's no means to a real guest, over real restarts.</summary>
public sealed class OptOutTests(Host host) : IClassFixture<Host>
{
    private const int MaximumMib = 512;
    private const string Namespace = "urn:balloon-exporter:policy:1";
    private const string RestartRequired = "balloon_domain_restart_required";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task An_opt_out_ends_takes_gives_memory_back_and_takes_effect_with_the_next_start()
    {
        await using var guest = await StartAsync("opting-out", statsPeriod: null);
        await using (var first = await host.StartActingExporterAsync())
        {
            await WaitUntilManagedAsync(first, guest);
            await ShrinkAsync(first, guest);
            Assert.Equal(0, (await first.MetricsAsync()).Value(RestartRequired, ("domain", guest.Name)));

            var said = await RunAsync("policy", "set", guest.Name, "--enabled=no", $"--libvirt.uri={host.Libvirt.Uri}");
            Assert.Contains("enabled=no", said, StringComparison.Ordinal);
            await WaitForReasonAsync(first, guest, "opted_out");
            var page = await first.MetricsAsync();
            Assert.Equal(1, page.Value(RestartRequired, ("domain", guest.Name)));
            Assert.Equal(0, page.Value("balloon_domain_policy_enabled", ("domain", guest.Name)));
            Assert.Equal(("refused", "opted_out"), await AskAsync(first, guest, 300));
        }

        // Another exporter knows nothing but what libvirt holds.
        await using var exporter = await host.StartActingExporterAsync();
        await WaitForReasonAsync(exporter, guest, "opted_out");
        Assert.Equal(1, (await exporter.MetricsAsync()).Value(RestartRequired, ("domain", guest.Name)));
        await WaitUntilGivenBackAsync(exporter, guest);
        Assert.Equal(("refused", "opted_out"), await AskAsync(exporter, guest, 300));

        await RestartAsync(guest);
        await WaitForReasonAsync(exporter, guest, "opted_out");
        Assert.Equal(0, (await exporter.MetricsAsync()).Value(RestartRequired, ("domain", guest.Name)));
        // Not even asked for statistics: no command at all.
        await Task.Delay(TimeSpan.FromSeconds(2));
        Assert.Equal(0, (await exporter.MetricsAsync()).Value("balloon_domain_guest_stats_period_seconds", ("domain", guest.Name)));
        Assert.Equal(("refused", "opted_out"), await AskAsync(exporter, guest, 300));
        Assert.DoesNotContain("balloon-instance", await host.Libvirt.Virsh.XmlAsync(guest.Name), StringComparison.Ordinal);

        await RunAsync("policy", "clear", guest.Name, $"--libvirt.uri={host.Libvirt.Uri}");
        await WaitForAsync(exporter, "restart required to have it back", page => page.Find(RestartRequired, ("domain", guest.Name)) == 1);
        Assert.Equal(("refused", "opted_out"), await AskAsync(exporter, guest, 300));
        await RestartAsync(guest);
        await WaitUntilManagedAsync(exporter, guest);
        Assert.Equal(0, (await exporter.MetricsAsync()).Value(RestartRequired, ("domain", guest.Name)));
    }

    [Fact]
    public async Task An_opt_out_with_virsh_is_seen_by_its_event_and_a_note_tells_the_next_exporter_what_is_owed()
    {
        await using var guest = await StartAsync("opting-out-by-hand");
        await using (var first = await host.StartActingExporterAsync())
        {
            await WaitUntilManagedAsync(first, guest);
            await ShrinkAsync(first, guest);
            Assert.Contains("balloon-instance", await host.Libvirt.Virsh.XmlAsync(guest.Name), StringComparison.Ordinal);
            await SetByHandAsync(guest, "<policy enabled=\"no\"/>", "--live", "--config");
            await WaitForReasonAsync(first, guest, "opted_out");
            await first.KillAsync();
        }

        await using var exporter = await host.StartActingExporterAsync();
        await WaitForReasonAsync(exporter, guest, "opted_out");
        Assert.Equal(1, (await exporter.MetricsAsync()).Value(RestartRequired, ("domain", guest.Name)));
        await WaitUntilGivenBackAsync(exporter, guest);
    }

    [Fact]
    public async Task A_pinned_opt_out_starts_without_a_balloon_and_opting_in_brings_it_back()
    {
        await using var guest = await StartAsync("pinned");
        await using var exporter = await host.StartActingExporterAsync(null, "--opt-out.pin");
        await WaitUntilManagedAsync(exporter, guest);

        await SetByHandAsync(guest, "<policy enabled=\"no\"/>", "--config");
        await Wait.UntilAsync("pinned", Patience, async () => (await DefinitionAsync(guest)).Contains("<memballoon model='none'/>", StringComparison.Ordinal));
        Assert.Contains("<memballoon model='virtio'", await host.Libvirt.Virsh.XmlAsync(guest.Name), StringComparison.Ordinal);

        await RestartAsync(guest);
        await WaitForReasonAsync(exporter, guest, "opted_out");
        await WaitForAsync(exporter, "nothing to restart for", page => page.Find(RestartRequired, ("domain", guest.Name)) == 0);
        Assert.DoesNotContain("virtio-balloon", await File.ReadAllTextAsync($"/proc/{guest.QemuProcessId}/cmdline"), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, await PutAsync(exporter, guest, """{"enabled":true}"""));
        await Wait.UntilAsync("restored", Patience, async () => (await DefinitionAsync(guest)).Contains("autodeflate='on'", StringComparison.Ordinal));
        Assert.DoesNotContain("former", await DefinitionAsync(guest), StringComparison.Ordinal);
        await WaitForAsync(exporter, "restart required to have it back", page => page.Find(RestartRequired, ("domain", guest.Name)) == 1);
        await RestartAsync(guest);
        await WaitUntilManagedAsync(exporter, guest);
    }

    [Fact]
    public async Task A_malformed_element_is_logged_once_and_a_guest_without_a_balloon_says_why()
    {
        await using var guest = await StartAsync("malformed");
        await using var bare = await Guest.StartAsync(host.Libvirt, new GuestOptions("without-balloon") { MemoryMib = 256, BalloonDevice = false });
        await using var exporter = await host.StartActingExporterAsync();
        await WaitUntilManagedAsync(exporter, guest);

        await SetByHandAsync(guest, "<policy enabled=\"nope\"/>", "--live", "--config");
        await WaitForReasonAsync(exporter, guest, "policy_invalid");
        Assert.Equal(("refused", "policy_invalid"), await AskAsync(exporter, guest, 400));
        Assert.Equal(1, (await exporter.MetricsAsync()).Value("balloon_domain_policy_errors_total"));
        Assert.Single(exporter.Lines, line => line.Text.Contains("nope", StringComparison.Ordinal));
        await RunAsync("policy", "clear", guest.Name, $"--libvirt.uri={host.Libvirt.Uri}");
        await WaitUntilManagedAsync(exporter, guest);

        var said = await RunAsync("policy", "show", bare.Name, $"--libvirt.uri={host.Libvirt.Uri}");
        Assert.Contains("no (no_driver)", said, StringComparison.Ordinal);
        Assert.Contains("way out:", said, StringComparison.Ordinal);
    }

    private static async Task WaitUntilManagedAsync(ExporterProcess exporter, Guest guest) =>
        await WaitForAsync(exporter, $"{guest.Name} managed", page =>
            page.Find("balloon_domain_managed", ("domain", guest.Name)) == 1
            && page.Find("balloon_domain_working_set_bytes", ("domain", guest.Name)) is not null);

    private static async Task WaitForReasonAsync(ExporterProcess exporter, Guest guest, string reason) =>
        await WaitForAsync(exporter, $"{guest.Name} {reason}", page =>
            page.Find("balloon_domain_unmanaged", ("domain", guest.Name), ("reason", reason)) == 1);

    private static Task<TimeSpan> WaitForAsync(ExporterProcess exporter, string what, Func<MetricsPage, bool> condition) =>
        Wait.UntilAsync(
            what,
            Patience,
            async () => condition(await exporter.MetricsAsync()),
            async () => string.Join('\n', (await exporter.MetricsAsync()).Text.Split('\n').Where(line => line.StartsWith("balloon_domain_", StringComparison.Ordinal)
                && line.Contains("managed", StringComparison.Ordinal))) + exporter.LogTail);

    private static async Task<(string Verdict, string Reason)> AskAsync(ExporterProcess exporter, Guest guest, int targetMib)
    {
        while (true)
        {
            var result = Assert.Single(Payload.Results((await exporter.PostFeedbackAsync(Payload.Of(Payload.Alert(guest.Uuid, targetMib)))).Body));
            if (result.Reason != "duplicate")
                return (result.Verdict, result.Reason);
            // Alerts say in whole seconds when they were evaluated, and this second was asked in already.
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }

    private static async Task ShrinkAsync(ExporterProcess exporter, Guest guest)
    {
        Assert.Equal("applied", (await AskAsync(exporter, guest, 400)).Verdict);
        await Wait.UntilAsync("shrunk", Patience, async () => (await guest.StatisticsAsync()).CurrentKib < MaximumMib * 1024);
    }

    // The exporter gives it back by itself, or when it is asked.
    private static async Task WaitUntilGivenBackAsync(ExporterProcess exporter, Guest guest) => await Wait.UntilAsync("given back", Patience, async () =>
    {
        await AskAsync(exporter, guest, MaximumMib);
        return (await guest.StatisticsAsync()).CurrentKib == MaximumMib * 1024;
    }, () => Task.FromResult(exporter.LogTail));

    private static async Task RestartAsync(Guest guest)
    {
        await guest.DestroyAsync();
        await guest.StartAgainAsync();
        await guest.WaitUntilBootedAsync();
    }

    private static Task<string> RunAsync(params string[] arguments) => ShortCommand.RunAsync(Host.Binary, arguments, TimeSpan.FromSeconds(15));

    private async Task<Guest> StartAsync(string name, int? statsPeriod = 1)
    {
        var guest = await Guest.StartAsync(
            host.Libvirt, new GuestOptions(name) { MemoryMib = MaximumMib, Persistent = true, StatsPeriodSeconds = statsPeriod });
        await guest.WaitUntilBootedAsync();
        return guest;
    }

    private Task<string> DefinitionAsync(Guest guest) => host.Libvirt.Virsh.RunAsync(["dumpxml", guest.Name, "--inactive"]);

    private Task<string> SetByHandAsync(Guest guest, string element, params string[] where) =>
        host.Libvirt.Virsh.RunAsync(["metadata", guest.Name, Namespace, "--key", "balloon", "--set", element, .. where]);

    private static async Task<HttpStatusCode> PutAsync(ExporterProcess exporter, Guest guest, string body)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(exporter.Address, $"/api/v1/domains/{guest.Uuid}/policy"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "correct-horse-battery-staple");
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }
}
