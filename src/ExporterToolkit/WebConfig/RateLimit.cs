namespace ExporterToolkit.WebConfig;

/// <summary>Limit of all requests: a burst, then one per interval.</summary>
public sealed record RateLimit(TimeSpan Interval, int Burst);
