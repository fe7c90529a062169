using System.Globalization;

namespace BalloonExporter.Lab.Demo;

/// <summary>Plain lines every few seconds, for a file or a pipe.</summary>
internal sealed class LineDisplay : IDisplay
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    public async Task ShowAsync(IAsyncEnumerable<Snapshot> snapshots)
    {
        var next = TimeSpan.Zero;
        await foreach (var snapshot in snapshots)
        {
            if (snapshot.Running < next)
                continue;
            next = snapshot.Running + Pause;
            Write(snapshot);
        }
    }

    private static void Write(Snapshot snapshot)
    {
        var host = snapshot.Host;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{snapshot.Running.TotalSeconds,4:0} s  budget {Mebibytes.Text(host.Total)} MiB, available {Mebibytes.Text(host.Available)}"
            + $" ({host.AvailableShare * 100:0} %), level {host.LevelName}, deficit {Mebibytes.Text(host.Deficit)}, alerts {host.FiringTargets}"));
        foreach (var domain in snapshot.Domains)
        {
            Console.WriteLine(
                $"        {domain.Name,-10} maximum {Mebibytes.Text(domain.Maximum),5}  current {Mebibytes.Text(domain.Current),5}"
                + $"  target {Mebibytes.Text(domain.Target),5}  working set {Mebibytes.Text(domain.WorkingSet),5}"
                + $"  resident {Mebibytes.Text(domain.Resident),5}  {domain.Load,-18}  {domain.Decision?.Describe(snapshot.At)}");
        }
    }
}
