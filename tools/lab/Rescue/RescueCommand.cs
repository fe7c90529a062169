using System.Globalization;

namespace BalloonExporter.Lab.Rescue;

/// <summary>Rescues of real guests, over and over: how long from the beginning of a burst to a larger target, and who was killed.</summary>
internal sealed class RescueCommand(CountOptions options)
{
    private static readonly TimeSpan Goal = TimeSpan.FromSeconds(3);

    public async Task<int> RunAsync()
    {
        await using var folder = await LabFolder.CreateAsync();
        await using var libvirt = await PrivateLibvirt.StartAsync(folder);
        await using var exporter = await ExporterProcess.StartAsync(
            folder, options.Exporter, new ExporterOptions(libvirt.Uri) { Mode = "act", Grace = "5s" });
        var outcomes = new List<SqueezedGuest.Outcome>();
        for (var run = 1; run <= options.Count; run++)
        {
            var outcome = await new SqueezedGuest(libvirt, exporter, $"squeezed-{run}").RunAsync();
            outcomes.Add(outcome);
            Console.WriteLine(FormattableString.Invariant(
                $"{run,3}  larger target after {outcome.ToTarget?.TotalSeconds:0.00} s  {(outcome.Survived ? "nothing killed" : "KILLED")}  {outcome.CurrentMib} MiB at the end"));
        }

        var times = outcomes.Select(outcome => outcome.ToTarget ?? TimeSpan.MaxValue).Order().ToList();
        var p95 = times[(int)Math.Ceiling(times.Count * 0.95) - 1];
        var killed = outcomes.Count(outcome => !outcome.Survived);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"median {times[times.Count / 2].TotalSeconds:0.00} s, p95 {p95.TotalSeconds:0.00} s (goal {Goal.TotalSeconds:0} s), killed {killed} of {times.Count}"));
        return p95 <= Goal && killed == 0 ? 0 : 1;
    }
}
