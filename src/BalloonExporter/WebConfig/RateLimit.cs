namespace BalloonExporter.WebConfig;

/// <summary>How many requests are answered in all: a burst, and then one in each interval.</summary>
internal sealed record RateLimit(TimeSpan Interval, int Burst);
