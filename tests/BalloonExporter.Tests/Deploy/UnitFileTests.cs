using System.ComponentModel;
using System.Diagnostics;

namespace BalloonExporter.Tests.Deploy;

/// <summary>The unit and the socket as systemd itself reads them, without a systemd that runs.</summary>
[Trait("needs", "debian")]
public sealed class UnitFileTests : IDisposable
{
    private const string Program = "/usr/bin/balloon-exporter";
    private readonly string _folder = Directory.CreateTempSubdirectory("units").FullName;

    public UnitFileTests()
    {
        foreach (var file in (string[])["balloon-exporter.service", "balloon-exporter.socket"])
        {
            // The program need not be installed where this runs.
            File.WriteAllText(
                Path.Combine(_folder, file),
                File.ReadAllText(Path.Combine(Repository.Root, "deploy", "systemd", file)).Replace(Program, "/bin/true", StringComparison.Ordinal));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Systemd_has_nothing_to_say_about_the_unit_and_its_socket() =>
        Assert.Equal((0, ""), await AnalyzeAsync("verify", "--man=no", "balloon-exporter.service", "balloon-exporter.socket"));

    [Theory]
    [InlineData("Restart=always")]
    [InlineData("StartLimitIntervalSec=0")]
    [InlineData("WatchdogSec=30s")]
    [InlineData("SystemCallErrorNumber=EPERM")]
    [InlineData("Wants=time-sync.target")]
    public void The_unit_comes_back_whatever_ends_it(string setting) =>
        Assert.Contains(setting, File.ReadAllLines(Path.Combine(_folder, "balloon-exporter.service")));

    [Fact]
    public async Task A_misspelt_setting_would_be_told()
    {
        var unit = Path.Combine(_folder, "balloon-exporter.service");
        File.WriteAllText(unit, File.ReadAllText(unit).Replace("ProtectHome=yes", "ProtectHome=yes\nProtectHomes=yes", StringComparison.Ordinal));

        Assert.Contains("ProtectHomes", (await AnalyzeAsync("verify", "--man=no", "balloon-exporter.service")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Systemd_finds_the_unit_hardly_exposed()
    {
        var (code, output) = await AnalyzeAsync("security", "--offline=yes", "--threshold=20", "--no-pager", "balloon-exporter.service");

        Assert.True(code == 0, output);
        Assert.Contains("Overall exposure level", output, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output)> AnalyzeAsync(string verb, params string[] arguments)
    {
        var start = new ProcessStartInfo("systemd-analyze", [verb, .. arguments])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Units are looked for beside those given first.
        start.Environment["SYSTEMD_UNIT_PATH"] = $"{_folder}:";
        for (var index = 0; index < start.ArgumentList.Count; index++)
        {
            if (start.ArgumentList[index].StartsWith("balloon-exporter.", StringComparison.Ordinal))
                start.ArgumentList[index] = Path.Combine(_folder, start.ArgumentList[index]);
        }

        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, await output + await errors);
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException("systemd-analyze is needed to check the unit: apt-get install systemd");
        }
    }
}
