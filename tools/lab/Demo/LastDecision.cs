using System.Globalization;

namespace BalloonExporter.Lab.Demo;

/// <summary>What the exporter decided about a domain, and why.</summary>
internal sealed record LastDecision(DateTimeOffset At, string Verdict, string Reason, string Origin, long? FromBytes, long? ToBytes)
{
    /// <summary>Whether memory was taken because an alert asked for it.</summary>
    public bool IsTakeOfThePlan => Verdict == "applied" && Origin == "alert" && ToBytes < FromBytes;

    public string Describe(DateTimeOffset now)
    {
        var move = FromBytes is { } from && ToBytes is { } to ? $" {Mebibytes.Text(from)} → {Mebibytes.Text(to)}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{Verdict} ({Origin}, {Reason}){move}, {(now - At).TotalSeconds:0} s ago");
    }
}
