using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

public sealed class BinaryTests
{
    // A mount namespace of its own hides the library; what else runs on the machine does not notice.
    private const string HideLibvirt =
        """library=$(ldconfig -p 2>/dev/null | sed -n 's/.*libvirt\.so\.0 .*=> //p' | head -n 1); mount --bind /dev/null "$library" && exec "$@" """;

    [Fact]
    public async Task Without_libvirt_it_says_in_one_line_what_to_install_and_exits_with_2()
    {
        var (code, output) = await Command.RunAsync("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", HideLibvirt, "sh", Host.Binary);
        Assert.Equal(2, code);
        var line = Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("libvirt.so.0", line, StringComparison.Ordinal);
        Assert.Contains("libvirt0", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2>/dev/full")]
    [InlineData("2>&-")]
    [InlineData("0<&- 1>&- 2>&-")]
    public async Task What_cannot_be_said_does_not_change_how_it_ends(string streams)
    {
        var (code, _) = await Command.RunAsync("sh", "-c", $"exec \"$@\" {streams}", "sh", Host.Binary, "--no-such-flag");
        Assert.Equal(2, code);
    }

    [Fact]
    public async Task A_socket_that_was_asked_for_and_cannot_be_ends_it_with_2_and_one_line()
    {
        var (code, output) = await Command.RunAsync(Host.Binary, "--web.listen-address=127.0.0.1:0", "--api.socket=/proc/balloon/api.sock");
        Assert.Equal(2, code);
        Assert.Contains("/proc/balloon/api.sock", Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_user_at_the_socket_pauses_and_the_next_process_takes_it_over_and_survives_SIGHUP()
    {
        await using var folder = await LabFolder.CreateAsync();
        var socket = folder.PathOf("api.sock");
        var options = new ExporterOptions("qemu:///session?socket=/nonexistent") { Mode = "act", ApiSocket = socket };
        await using (var killed = await ExporterProcess.StartAsync(folder, Host.Binary, options))
        {
            var (code, output) = await PauseAsync(socket);
            Assert.True(code == 0 && output.Contains("\"paused\":true", StringComparison.Ordinal), output);
            var who = $"asked_by=uid:{(await Command.RunAsync("id", "-u")).Output.Trim()}";
            await Wait.UntilAsync("the audit line", TimeSpan.FromSeconds(10), () => Task.FromResult(killed.Lines.Any(
                line => line.Text.Contains("Paused", StringComparison.Ordinal) && line.Text.Contains(who, StringComparison.Ordinal))));
            await killed.KillAsync();
        }

        Assert.True(Path.Exists(socket));
        await using (var next = await ExporterProcess.StartAsync(folder, Host.Binary, options))
        {
            Assert.Equal(0, (await PauseAsync(socket)).ExitCode);
            var (taken, said) = await Command.RunAsync(Host.Binary, "--web.listen-address=127.0.0.1:0", $"--api.socket={socket}");
            Assert.Equal(1, taken);
            Assert.Contains("another process serves this socket", said, StringComparison.Ordinal);
            Assert.Equal(0, (await PauseAsync(socket)).ExitCode);
            Assert.True(Signals.SendHangUp(next.ProcessId));
            await Wait.UntilAsync("the line about SIGHUP", TimeSpan.FromSeconds(10), () => Task.FromResult(
                next.Lines.Any(line => line.Text.Contains("SIGHUP", StringComparison.Ordinal))));
            Assert.Equal(0, (await PauseAsync(socket)).ExitCode);
            await next.StopAsync();
        }

        Assert.False(Path.Exists(socket));
    }

    [Fact]
    public async Task A_busy_port_is_one_line_and_exit_code_1()
    {
        await using var folder = await LabFolder.CreateAsync();
        await using var first = await ExporterProcess.StartAsync(folder, Host.Binary, new ExporterOptions("qemu:///session?socket=/nonexistent"));
        var (code, output) = await Command.RunAsync(Host.Binary, $"--web.listen-address={first.Address.Authority}", "--api.socket=off");
        Assert.Equal(1, code);
        // It looks for libvirt as soon as it starts, so a warning about that may stand before.
        var error = Assert.Single(output.Split('\n'), line => line.Contains("level=error", StringComparison.Ordinal));
        Assert.Contains("--web.listen-address", error, StringComparison.Ordinal);
    }

    private static Task<(int ExitCode, string Output)> PauseAsync(string socket) =>
        Command.RunAsync("curl", "--silent", "--fail-with-body", "--unix-socket", socket, "-X", "POST", "http://localhost/api/v1/pause");
}
