namespace BalloonExporter.Lab.Demo;

/// <summary>All the table shows at one moment.</summary>
internal sealed record Snapshot(DateTimeOffset At, TimeSpan Running, HostRow Host, IReadOnlyList<DomainRow> Domains);
