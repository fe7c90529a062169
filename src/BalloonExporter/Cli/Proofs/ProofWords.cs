using System.Globalization;
using BalloonExporter.Backtest.Output;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Cli.Proofs;

/// <summary>A proof in words, for a ticket.</summary>
internal static class ProofWords
{
    /// <summary>The lines.</summary>
    public static IEnumerable<string> Lines(ProofReport report)
    {
        var all = report.All;
        yield return all.UnmetSeconds > 0
            ? $"In {report.Month.Words} {TextTable.Plain(report.Domain)} ({report.Uuid}) had the memory it needed {Percent(all.MetRatio)} of the time: it was short of it for {Time(all.UnmetSeconds)} of {Time(all.ObservedSeconds)}."
            : $"In {report.Month.Words} {TextTable.Plain(report.Domain)} ({report.Uuid}) had the memory it needed all the time: for {Time(all.ObservedSeconds)}.";
        yield return $"The objective of {Percent(report.ObjectiveRatio)} was {(report.IsKept ? "kept" : "missed")}.";
        var sold = all.SoldBytes is { } bytes ? $"It was sold {Gib(bytes)} GiB and had less" : "It had less than it was sold";
        yield return $"{sold} for {Time(all.BelowSoldSeconds)}; what its balloon lent adds up to {GibHours(all.LentByteSeconds)} GiB for one hour.";
        yield return $"Beyond its part of the host it occupied memory that adds up to {GibHours(all.BorrowedByteSeconds)} GiB for one hour.";
        yield return all.Rescues == 0
            ? "It did not have to be rescued."
            : $"It was rescued {all.Rescues} times{(all.LongestRescueWaitSeconds is { } wait ? $"; the longest wait for that was {Time(wait)}" : "")}.";
        foreach (var (host, figures) in report.Hosts)
            yield return $"Host {TextTable.Plain(host)}: from {TimeText.Of(figures.From)} to {TimeText.Of(figures.To)}, short of memory for {Time(figures.UnmetSeconds)}.";
        if (report.BeginsLate)
            yield return $"Data begin at {TimeText.Of(all.From)}: nothing is known of the time before.";
    }

    // Rounded down: what is not all is not called so.
    private static string Percent(double ratio) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor((ratio * 1e6) + 1e-6) / 1e4:0.####} %");

    private static string Gib(double bytes) => (Kib.FromBytes(bytes) / Kib.PerGiB).ToString("0.##", CultureInfo.InvariantCulture);

    private static string GibHours(double byteSeconds) => Gib(byteSeconds / TimeSpan.FromHours(1).TotalSeconds);

    private static string Time(double seconds)
    {
        if (seconds < 60)
            return string.Create(CultureInfo.InvariantCulture, $"{seconds:0.#} s");
        var time = TimeSpan.FromSeconds(Math.Round(seconds));
        string[] parts = [Part(time.Days, "d"), Part(time.Hours, "h"), Part(time.Minutes, "min"), Part(time.Seconds, "s")];
        // Two units say enough.
        return string.Join(' ', parts.SkipWhile(part => part.Length == 0).Take(2).Where(part => part.Length > 0));
    }

    private static string Part(int count, string unit) => count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{count} {unit}");
}
