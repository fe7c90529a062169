using System.ComponentModel;
using System.Diagnostics;
using BalloonExporter.Tests;
using ExporterToolkit.WebConfig;

namespace ExporterToolkit.Tests.WebConfig;

/// <summary>promtool and this program judge the same files alike.</summary>
public sealed class AgreementTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("balloon").FullName;

    public static IEnumerable<object[]> Files { get; } =
        Directory.GetFiles(Path.Combine(Repository.Root, "tests/ExporterToolkit.Tests/WebConfig/Files")).Order().Select(file => new object[] { Path.GetFileName(file) });

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Trait("needs", "debian")]
    [Theory]
    [MemberData(nameof(Files))]
    public async Task Promtool_and_we_agree(string name)
    {
        var file = Path.Combine(_folder, name);
        File.Copy(Path.Combine(Repository.Root, "tests/ExporterToolkit.Tests/WebConfig/Files", name), file);
        new TestCertificates().WriteTo(_folder);
        var good = name.StartsWith("good-", StringComparison.Ordinal);

        var ours = WebConfigFile.TryRead(file, out _);
        var theirs = await PromtoolAsync(file);

        Assert.True(good == theirs.Contains("SUCCESS", StringComparison.Ordinal), theirs);
        Assert.True(good == ours is null, ours ?? "accepted by us");
    }

    [Fact]
    public void There_are_good_and_bad_files()
    {
        Assert.Contains(Files, file => ((string)file[0]).StartsWith("good-", StringComparison.Ordinal));
        Assert.Contains(Files, file => ((string)file[0]).StartsWith("bad-", StringComparison.Ordinal));
    }

    private static async Task<string> PromtoolAsync(string file)
    {
        try
        {
            using var promtool = Process.Start(new ProcessStartInfo("promtool", ["check", "web-config", file])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var errors = promtool.StandardError.ReadToEndAsync();
            var output = await promtool.StandardOutput.ReadToEndAsync();
            await promtool.WaitForExitAsync();
            return output + await errors;
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException("promtool is needed to check the web configuration: apt-get install prometheus");
        }
    }
}
