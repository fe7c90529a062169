using System.Globalization;

namespace BalloonExporter.Lab.Demo;

/// <summary>What the exporter decided about a domain, and why.</summary>
internal sealed record LastDecision(DateTimeOffset At, string Verdict, string Reason, long? FromBytes, long? ToBytes)
{
    public string Describe(DateTimeOffset now)
    {
        var move = FromBytes is { } from && ToBytes is { } to ? $" {Mebibytes.Text(from)} → {Mebibytes.Text(to)}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{Verdict} ({Reason}){move}, {(now - At).TotalSeconds:0} s ago");
    }
}
