using System.Diagnostics;
using System.Text;
using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

/// <summary><c>top</c> on a real pseudo-terminal.</summary>
[Trait("suite", "adversary")]
public sealed class TopTerminalTests(Host host) : IClassFixture<Host>
{
    private const string EntersScreen = "\e[?1049h\e[?25l";
    private const string LeavesScreen = "\e[?25h\e[?1049l";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task It_draws_until_q_is_pressed_and_leaves_the_terminal_as_it_was()
    {
        await TinyDomains.CreateAsync(host.Libvirt, 2, "drawn");
        var socket = host.Folder.PathOf("top.sock");
        await using var exporter = await ExporterProcess.StartAsync(host.Folder, Host.Binary, new ExporterOptions(host.Libvirt.Uri) { ApiSocket = socket });
        var (before, after) = (host.Folder.PathOf("before"), host.Folder.PathOf("after"));
        var commands = await host.Folder.WriteAsync(
            "top.sh", $"stty cols 150 rows 30\nstty -a >{before}\n{Host.Binary} top --api.socket={socket} --interval=500ms\ncode=$?\nstty -a >{after}\nexit $code\n");
        using var terminal = Process.Start(new ProcessStartInfo("script", ["--quiet", "--return", "--flush", "--command", $"sh {commands}", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["TERM"] = "xterm" },
        })!;
        try
        {
            var shown = new StringBuilder();
            await ReadUntilAsync(terminal, shown, text => Count(text, "\e[H") >= 2 && text.Contains("drawn-0001", StringComparison.Ordinal));
            await terminal.StandardInput.WriteAsync('q');
            await terminal.StandardInput.FlushAsync();
            await ReadUntilAsync(terminal, shown, text => text.Contains(LeavesScreen, StringComparison.Ordinal));
            using var limit = new CancellationTokenSource(Patience);
            await terminal.WaitForExitAsync(limit.Token);

            var all = shown.ToString();
            Assert.Equal(0, terminal.ExitCode);
            Assert.Equal((1, 1), (Count(all, EntersScreen), Count(all, LeavesScreen)));
            Assert.Contains("DOMAIN ", all, StringComparison.Ordinal);
            Assert.Contains("q leaves", all, StringComparison.Ordinal);
            Assert.Equal(await File.ReadAllTextAsync(before), await File.ReadAllTextAsync(after));
        }
        finally
        {
            if (!terminal.HasExited)
                terminal.Kill(entireProcessTree: true);
            await host.Libvirt.Virsh.DestroyAllAsync();
        }
    }

    private static async Task ReadUntilAsync(Process terminal, StringBuilder shown, Func<string, bool> isEnough)
    {
        using var limit = new CancellationTokenSource(Patience);
        var buffer = new char[4096];
        while (!isEnough(shown.ToString()))
        {
            var count = await terminal.StandardOutput.ReadAsync(buffer, limit.Token);
            Assert.True(count > 0, $"the terminal ended after: {shown}");
            shown.Append(buffer, 0, count);
        }
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
