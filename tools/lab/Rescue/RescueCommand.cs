using System.Globalization;

namespace BalloonExporter.Lab.Rescue;

/// <summary>
/// Rescues of real guests without swap, over and over: how long from the beginning of a burst to a larger target, how long from the moment at
/// which little was usable, and who was killed.
/// </summary>
internal sealed class RescueCommand(RescueOptions options)
{
    private static readonly TimeSpan Goal = TimeSpan.FromSeconds(3);

    public async Task<int> RunAsync()
    {
        await using var folder = await LabFolder.CreateAsync();
        await using var libvirt = await PrivateLibvirt.StartAsync(folder);
        await using var exporter = await ExporterProcess.StartAsync(
            folder, options.Exporter, new ExporterOptions(libvirt.Uri) { Mode = "act", Grace = "5s" });
        var outcomes = new List<SqueezedGuest.Outcome>();
        for (var run = 1; run <= options.Runs; run++)
        {
            var outcome = await new SqueezedGuest(libvirt, exporter, $"squeezed-{run}") { BurstMibPerSecond = options.MibPerSecond }.RunAsync();
            outcomes.Add(outcome);
            Console.WriteLine(FormattableString.Invariant(
                $"{run,3}  larger target after {Seconds(outcome.ToTarget)} s, {Seconds(outcome.FromLow)} s from under {SqueezedGuest.LowMib} MiB usable  {(outcome.Survived ? "nothing killed" : "KILLED")}  {outcome.CurrentMib} MiB at the end"));
        }

        var p95 = Told("from the beginning of the burst", [.. outcomes.Select(outcome => outcome.ToTarget ?? TimeSpan.MaxValue)]);
        // A guest that was rescued before it had so little left did not wait at all.
        Told($"from under {SqueezedGuest.LowMib} MiB usable", [.. outcomes.Select(outcome => outcome.ToTarget is null ? TimeSpan.MaxValue : outcome.FromLow ?? TimeSpan.Zero)]);
        var killed = outcomes.Count(outcome => !outcome.Survived);
        Console.WriteLine(FormattableString.Invariant($"{options.MibPerSecond} MiB/s: killed {killed} of {outcomes.Count} (goal 0, p95 from the beginning {Goal.TotalSeconds:0} s)"));
        return p95 <= Goal && killed == 0 ? 0 : 1;
    }

    private static string Seconds(TimeSpan? time) => time?.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture) ?? "-";

    private static TimeSpan Told(string since, List<TimeSpan> times)
    {
        times.Sort();
        var p95 = times[(int)Math.Ceiling(times.Count * 0.95) - 1];
        Console.WriteLine(FormattableString.Invariant($"{since}: p50 {times[(times.Count - 1) / 2].TotalSeconds:0.00} s, p95 {p95.TotalSeconds:0.00} s"));
        return p95;
    }
}
