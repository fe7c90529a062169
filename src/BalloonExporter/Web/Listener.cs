namespace BalloonExporter.Web;

/// <summary>What a connection may ask for: a feature of every connection, set by the address that it came in through.</summary>
/// <remarks>The address itself decides, not the port or the name that a request claims to be for.</remarks>
internal sealed record Listener(bool ServesMetrics, bool ServesFeedback)
{
    public static Listener Both { get; } = new(true, true);

    public static Listener MetricsOnly { get; } = new(true, false);

    public static Listener FeedbackOnly { get; } = new(false, true);

    public bool Serves(Endpoint? endpoint)
    {
        var audience = endpoint?.Metadata.GetMetadata<Audience>();
        return audience is null || (audience == Audience.Metrics ? ServesMetrics : ServesFeedback);
    }
}
