namespace ExporterToolkit.WebConfig;

/// <summary>How many requests are answered in all: a burst, and then one in each interval.</summary>
public sealed record RateLimit(TimeSpan Interval, int Burst);
