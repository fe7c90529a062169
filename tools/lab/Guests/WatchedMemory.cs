using System.Globalization;
using System.Text.RegularExpressions;

namespace BalloonExporter.Lab;

/// <summary>A line of the log that a guest keeps of its own memory.</summary>
/// <param name="UptimeSeconds">Time since its boot.</param>
/// <param name="AvailableKib">MemAvailable.</param>
/// <param name="WaitedSeconds">Time in which some task waited for memory, since its boot (PSI).</param>
/// <param name="OomKills">Processes killed for lack of memory, since its boot.</param>
public sealed partial record WatchedMemory(double UptimeSeconds, long AvailableKib, double WaitedSeconds, long OomKills)
{
    /// <summary>The lines of a guest's console; what the kernel wrote into the middle of one is left out.</summary>
    internal static IReadOnlyList<WatchedMemory> ReadAll(string console)
    {
        using var file = new FileStream(console, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return [.. Line().Matches(reader.ReadToEnd()).Select(match => new WatchedMemory(Number(match, 1), (long)Number(match, 2), Number(match, 3) / 1e6, (long)Number(match, 4)))];
    }

    private static double Number(Match match, int group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^watch ([0-9.]+) (\d+) (\d+) (\d+)\r?$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
