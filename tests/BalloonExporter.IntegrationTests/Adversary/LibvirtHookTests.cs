using System.Diagnostics;
using System.Net.Sockets;
using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests.Adversary;

/// <summary>The hook that libvirt's daemon calls, with a real daemon, a real exporter, and without one that answers.</summary>
[Trait("suite", "adversary")]
public sealed class LibvirtHookTests : IAsyncLifetime
{
    private const int MemoryMib = 1024;
    private const string Token = "correct-horse-battery-staple";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    // libvirt waits for it: reading for a second at most, and curl for five.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(6);

    private LabFolder _folder = null!;
    private string _hook = null!;

    private string SocketPath => _folder.PathOf("api.sock");

    public async Task InitializeAsync()
    {
        _folder = await LabFolder.CreateAsync();
        Directory.CreateDirectory(_folder.PathOf("etc", "hooks"));
        var text = await File.ReadAllTextAsync(Repository.PathOf("deploy", "libvirt", "hooks", "qemu"));
        // The machine's own daemon runs as root, who needs no key. The lab's does not, and its user cannot have an entry of its own.
        text = text.Replace("/run/balloon-exporter/api.sock", SocketPath, StringComparison.Ordinal)
            .Replace("-H 'Content-Type", $"-H 'Authorization: Bearer {Token}' -H 'Content-Type", StringComparison.Ordinal);
        await _folder.WriteAsync("token", Token);
        _hook = await _folder.WriteAsync(Path.Combine("etc", "hooks", "qemu"), text);
        File.SetUnixFileMode(_hook, File.GetUnixFileMode(_hook) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    public async Task DisposeAsync() => await _folder.DisposeAsync();

    /// <remarks>Only root can show libvirt's daemon a folder of hooks: run by any other user this test says so and shows nothing.</remarks>
    [Fact]
    public async Task Before_a_guest_starts_room_is_made_for_it_out_of_what_others_do_not_use()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Report.Line($"hook: not shown, only root can give libvirt's daemon a hook");
            return;
        }

        await using var libvirt = await PrivateLibvirt.StartAsync(_folder, _folder.PathOf("etc"));
        await using var idle = await Guest.StartAsync(libvirt, new GuestOptions("idle") { MemoryMib = MemoryMib });
        await idle.FillAsync("base", 150);
        await idle.FillAsync("past", 600);
        await idle.FreeAsync("past");
        var residentKib = (await libvirt.Virsh.StatisticsAsync()).Sum(domain => domain.ResidentKib!.Value);
        // Nine percent are available: more than RED, so no guest is short, and less than a start needs.
        await using var exporter = await StartExporterAsync(libvirt, budgetKib: (long)(residentKib / 0.91));
        await Wait.UntilAsync("managed", Patience, async () => (await exporter.MetricsAsync()).Sum("balloon_domain_managed") == 1);
        Assert.Equal(0, (await exporter.MetricsAsync()).Value("balloon_reflex_starts_announced_total"));

        await using var newcomer = await Guest.StartAsync(libvirt, new GuestOptions("newcomer") { MemoryMib = MemoryMib });
        var startedAt = TimeProvider.System.GetUtcNow();

        await Wait.UntilAsync("room is made", Patience, () => Task.FromResult(Find(exporter, "cause=start", "verdict=applied") is not null), () => Task.FromResult(exporter.LogTail));
        var announced = Find(exporter, "A domain is about to start", newcomer.Uuid.ToString())!;
        var taken = Find(exporter, "cause=start", "verdict=applied")!;
        Report.Line($"hook: room was taken {(taken.At - announced.At).TotalSeconds:0.00} s after the announcement, {(startedAt - taken.At).TotalSeconds:0.00} s before libvirt had started the guest");
        Assert.True(announced.At < startedAt, "announced before it ran");
        Assert.Contains("domain=idle", taken.Text, StringComparison.Ordinal);
        await newcomer.WaitUntilBootedAsync();
        await Wait.UntilAsync("the guest claims its room", Patience, async () => (await exporter.MetricsAsync()).Value("balloon_reflex_expected_start_bytes") == 0);
    }

    [Fact]
    public async Task An_exporter_that_is_not_there_or_refuses_stops_no_start()
    {
        // No file, one that is no socket, and a socket without a listener.
        Assert.InRange(await RunAsync(), TimeSpan.Zero, Longest);
        await File.WriteAllTextAsync(SocketPath, "");
        Assert.InRange(await RunAsync(), TimeSpan.Zero, Longest);
        File.Delete(SocketPath);
        using (var closed = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
            closed.Bind(new UnixDomainSocketEndPoint(SocketPath));
        Assert.InRange(await RunAsync(), TimeSpan.Zero, Longest);
    }

    [Fact]
    public async Task A_frozen_exporter_holds_up_a_start_for_five_seconds_and_no_longer()
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        listener.Listen();

        Assert.InRange(await RunAsync(), TimeSpan.FromSeconds(4.5), Longest);
    }

    [Fact]
    public async Task XML_that_does_not_end_holds_up_a_start_for_a_second_and_no_longer() =>
        Assert.InRange(await RunAsync("<domain><name>", isOpen: true), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(3));

    private static LogLine? Find(ExporterProcess exporter, params string[] parts) =>
        exporter.Lines.FirstOrDefault(line => parts.All(part => line.Text.Contains(part, StringComparison.Ordinal)));

    private Task<ExporterProcess> StartExporterAsync(PrivateLibvirt libvirt, long budgetKib) => ExporterProcess.StartAsync(_folder, Host.Binary, new ExporterOptions(libvirt.Uri)
    {
        Mode = "act",
        Budget = FormattableString.Invariant($"{budgetKib}KiB"),
        Grace = "2s",
        ApiSocket = SocketPath,
        TokenFile = _folder.PathOf("token"),
        Arguments = ["--api.socket-mode=0666"],
    });

    // How long it took.
    private async Task<TimeSpan> RunAsync(string? xml = null, bool isOpen = false)
    {
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(_hook, ["shop", "prepare", "begin", "-"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await process.StandardInput.WriteAsync(xml ?? "<domain>\n<uuid>7d0a2c4e-0000-4000-8000-000000000001</uuid>\n<memory unit='KiB'>1048576</memory>\n</domain>\n");
        await process.StandardInput.FlushAsync();
        if (!isOpen)
            process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal((0, ""), (process.ExitCode, output));
        return watch.Elapsed;
    }
}
