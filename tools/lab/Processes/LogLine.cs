namespace BalloonExporter.Lab;

/// <summary>One line of a child's output and when it came.</summary>
public sealed record LogLine(DateTimeOffset At, string Text);
