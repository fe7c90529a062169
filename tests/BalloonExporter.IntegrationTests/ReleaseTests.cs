using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

/// <summary>The commands that ask a running exporter, as the real binary over the real UNIX socket, with a real guest.</summary>
[Trait("suite", "adversary")]
public sealed class ReleaseTests(Host host) : IClassFixture<Host>
{
    private const int MaximumMib = 512;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private string Socket => host.Folder.PathOf("api.sock");

    [Fact]
    public async Task Memory_that_was_taken_comes_back_and_none_is_taken_any_more()
    {
        await using var guest = await Guest.StartAsync(host.Libvirt, new GuestOptions("leaving") { MemoryMib = MaximumMib, Persistent = true, PowerButton = true });
        await guest.WaitUntilBootedAsync();
        await using var exporter = await StartAsync();
        await ShrinkAsync(exporter, guest);
        Assert.Contains("took", (await AskAsync("status")).Output, StringComparison.Ordinal);
        Assert.Matches($"{guest.Name} +{MaximumMib} +\\d+ ", (await AskAsync("top", "--count=1")).Output);
        Assert.Matches($"{guest.Name} +yes", (await AskAsync("check")).Output);

        var (code, output) = await AskAsync("release", "--all", "--reason=moving out");

        Assert.True(code == 0, output);
        Assert.Contains("Paused by uid:", output, StringComparison.Ordinal);
        await Wait.UntilAsync("given back", Patience, async () => (await guest.StatisticsAsync()).CurrentKib == MaximumMib * 1024, () => Task.FromResult(exporter.LogTail));
        Assert.Equal(("refused", "paused"), await TargetAsync(exporter, guest, 400));
        (code, output) = await AskAsync("status");
        Assert.Equal(1, code);
        Assert.Matches("^WARNING: paused by uid:\\d+: moving out", output);
        Assert.Equal(MaximumMib * 1024, (await guest.StatisticsAsync()).CurrentKib);
    }

    [Fact]
    public async Task A_domain_is_restarted_by_its_name_over_the_socket()
    {
        await using var guest = await Guest.StartAsync(host.Libvirt, new GuestOptions("returning") { MemoryMib = 256, Persistent = true, PowerButton = true });
        await guest.WaitUntilBootedAsync();
        await using var exporter = await StartAsync();
        var process = guest.QemuProcessId;

        var (code, output) = await AskAsync("restart", guest.Name, "--timeout=30s");

        Assert.True(code == 0, output);
        Assert.EndsWith($"{guest.Name}: restarted\n", output, StringComparison.Ordinal);
        Assert.NotEqual(process, guest.QemuProcessId);
        // At once again is too soon, in the next process too.
        (code, output) = await AskAsync("restart", guest.Name);
        Assert.Equal(1, code);
        Assert.Contains("less than a minute ago", output, StringComparison.Ordinal);
        await exporter.KillAsync();
        await using var next = await StartAsync();
        (code, output) = await AskAsync("restart", guest.Name);
        Assert.True(code == 1 && output.Contains("less than a minute ago", StringComparison.Ordinal), output);
    }

    [Fact]
    public async Task Without_an_exporter_the_status_is_unknown()
    {
        var (code, output) = await AskAsync("status", "--json");

        Assert.Equal(3, code);
        Assert.StartsWith("UNKNOWN: no exporter answers at ", output, StringComparison.Ordinal);
        Assert.Equal(3, (await AskAsync("status", "--colour")).Code);
        Assert.Equal(2, (await AskAsync("check", "--colour")).Code);
    }

    private Task<(int Code, string Output)> AskAsync(params string[] arguments) => Command.RunAsync(Host.Binary, [.. arguments, $"--api.socket={Socket}"]);

    private Task<ExporterProcess> StartAsync() => ExporterProcess.StartAsync(
        host.Folder, Host.Binary, new ExporterOptions(host.Libvirt.Uri) { Mode = "act", Grace = "8s", ApiSocket = Socket });

    private static async Task ShrinkAsync(ExporterProcess exporter, Guest guest)
    {
        await Wait.UntilAsync("taken", Patience, async () => (await TargetAsync(exporter, guest, 400)).Verdict == "applied", () => Task.FromResult(exporter.LogTail));
        await Wait.UntilAsync("shrunk", Patience, async () => (await guest.StatisticsAsync()).CurrentKib < MaximumMib * 1024);
    }

    private static async Task<(string Verdict, string Reason)> TargetAsync(ExporterProcess exporter, Guest guest, int targetMib)
    {
        while (true)
        {
            var result = Assert.Single(Payload.Results((await exporter.PostFeedbackAsync(Payload.Of(Payload.Alert(guest.Uuid, targetMib)))).Body));
            if (result.Reason is not "duplicate")
                return (result.Verdict, result.Reason);
            // Alerts say in whole seconds when they were evaluated, and this second was asked in already.
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }
}
