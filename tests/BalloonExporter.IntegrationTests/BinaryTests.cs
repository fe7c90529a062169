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

    [Fact]
    public async Task Act_mode_on_all_addresses_without_a_token_does_not_start()
    {
        var (code, output) = await Command.RunAsync(Host.Binary, "--mode=act", "--web.listen-address=:0");
        Assert.Equal(2, code);
        Assert.Contains("--feedback.token-file", Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_port_is_one_line_and_exit_code_1()
    {
        await using var folder = await LabFolder.CreateAsync();
        await using var first = await ExporterProcess.StartAsync(folder, Host.Binary, new ExporterOptions("qemu:///session?socket=/nonexistent"));
        var (code, output) = await Command.RunAsync(Host.Binary, $"--web.listen-address={first.Address.Authority}");
        Assert.Equal(1, code);
        // It looks for libvirt as soon as it starts, so a warning about that may stand before.
        var error = Assert.Single(output.Split('\n'), line => line.Contains("level=error", StringComparison.Ordinal));
        Assert.Contains("--web.listen-address", error, StringComparison.Ordinal);
    }
}
