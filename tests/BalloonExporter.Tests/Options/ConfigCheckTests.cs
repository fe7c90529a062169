using BalloonExporter.Options;

namespace BalloonExporter.Tests.Options;

/// <summary>What <c>--config.check</c> tells of settings that are valid.</summary>
public sealed class ConfigCheckTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("balloon-check").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("mode: observe: decisions are logged, nothing is moved")]
    [InlineData("mode: act: memory is moved", "--mode=act")]
    [InlineData("libvirt: qemu:///system lxc:///system", "--libvirt.uri=qemu:///system", "--libvirt.uri=lxc:///system")]
    [InlineData("listens on: :10177 (/metrics), without TLS and users")]
    [InlineData("memory for guests: all of the host's")]
    [InlineData("memory for guests: 48000000000 bytes (44.70 GiB)", "--host.memory-budget=48GB")]
    [InlineData("memory for guests: 51539607552 bytes (48.00 GiB)", "--host.memory-budget=48GiB")]
    [InlineData("floor: 25%, at least 256MiB")]
    [InlineData("floor: 2147483648 bytes (2.00 GiB), at least 256MiB", "--policy.floor=2GiB")]
    [InlineData("API over the network: no key, so every request is refused")]
    [InlineData("polls Alertmanager: http://a:9093/ for alertname=~\"BalloonTarget|BalloonHeartbeat\" instance=\"h\"", "--alertmanager.url=http://u:secret@a:9093", "--alertmanager.filter=instance=\"h\"")]
    public void What_was_understood_is_printed(string line, params string[] arguments)
    {
        var (output, _) = Check(arguments);

        Assert.Contains(line, output.Split('\n'));
        Assert.DoesNotContain("secret", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_keys_of_the_API_are_printed_without_secrets()
    {
        var token = Written("token", "correct-horse-battery-staple");
        var keys = Written("keys.yml", $"- {{name: alertmanager, file: {token}, may: [feedback]}}\n- {{uid: 0, may: [pause, read]}}\n");

        var (output, _) = Check($"--api.keys={keys}");

        Assert.Contains("API key: token alertmanager may feedback", output.Split('\n'));
        Assert.Contains("API key: uid 0 may read, pause", output.Split('\n'));
        Assert.DoesNotContain("correct-horse", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--policy.floor=100MiB has no effect: no domain is taken below 256MiB", "--policy.floor=100MiB")]
    [InlineData("--pause.file: the folder /nonexistent does not exist, so the file cannot be created to pause", "--pause.file=/nonexistent/pause")]
    [InlineData("--domain.include: it looks like a shell pattern", "--domain.include=shop-*")]
    [InlineData("--domain.exclude: it looks like a shell pattern", "--domain.exclude=test*")]
    public void A_setting_without_effect_is_warned_of(string warning, string argument) =>
        Assert.Contains(warning, Check(argument).Errors, StringComparison.Ordinal);

    [Theory]
    [InlineData("--policy.floor=256MiB")]
    [InlineData("--domain.include=shop-.*")]
    [InlineData("--policy.guest-swap=0")]
    [InlineData("--domain.include=[a-z]*")]
    [InlineData("--domain.include=(a|b)*c")]
    [InlineData("--domain.include=a\\w*")]
    [InlineData("--pause.file=/tmp/pause")]
    public void A_setting_with_effect_is_not_warned_of(string argument) => Assert.Equal("", Check(argument).Errors);

    [Fact]
    public void A_shell_pattern_among_the_policies_is_warned_of()
    {
        var file = Written("config.yml", "policies:\n- {domain: db-*, swap: 0}\n");

        Assert.Contains("policies: domain: it looks like a shell pattern", Check($"--config.file={file}").Errors, StringComparison.Ordinal);
    }

    private static (string Output, string Errors) Check(params string[] arguments)
    {
        using var errors = new StringWriter();
        using var output = new StringWriter();
        var code = new CommandLine().Run([.. arguments, "--config.check"], _ => throw new InvalidOperationException("the program must not run"), errors, output);
        Assert.Equal(0, code);
        Assert.EndsWith("The configuration is valid.\n", output.ToString(), StringComparison.Ordinal);
        return (output.ToString(), errors.ToString());
    }

    private string Written(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }
}
