using System.Diagnostics;
using System.Globalization;
using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

public sealed class WatchdogTests
{
    private const int Domains = 2;

    [Fact]
    public async Task What_a_killed_benchmark_has_started_ends_with_it()
    {
        var program = typeof(LabFolder).Assembly.Location;
        string[] command = [program, "bench", "quiet", "--domains", Domains.ToString(CultureInfo.InvariantCulture), "--exporter", Host.Binary];
        using var benchmark = Process.Start(new ProcessStartInfo("dotnet", command) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var folder = "";
        try
        {
            await Wait.UntilAsync(
                "two QEMUs run", TimeSpan.FromSeconds(60), () => Task.FromResult((folder = FolderOf(benchmark.Id)).Length > 0 && QemusIn(folder).Length == Domains));
        }
        finally
        {
            benchmark.Kill();
        }

        var qemus = QemusIn(folder);
        await Wait.UntilAsync("they are gone", TimeSpan.FromSeconds(20), () => Task.FromResult(!qemus.Any(ProcFile.IsAlive)));
        await Wait.UntilAsync("their folder is gone", TimeSpan.FromSeconds(10), () => Task.FromResult(!Directory.Exists(folder)));
    }

    private static string FolderOf(int owner) =>
        Directory.EnumerateDirectories(LabFolder.Parent, "balloon-????????").FirstOrDefault(folder => OwnerOf(folder) == owner) ?? "";

    private static int? OwnerOf(string folder)
    {
        try
        {
            return int.TryParse(File.ReadAllText(Path.Combine(folder, "owner")).Split(' ')[0], CultureInfo.InvariantCulture, out var owner) ? owner : null;
        }
        catch (IOException)
        {
            // Made or removed at this moment.
            return null;
        }
    }

    private static int[] QemusIn(string folder)
    {
        var pids = Path.Combine(folder, "run", "libvirt", "qemu", "run");
        return Directory.Exists(pids)
            ? [.. Directory.GetFiles(pids, "tiny-*.pid").Select(file => int.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var pid) ? pid : 0).Where(pid => pid > 0)]
            : [];
    }
}
