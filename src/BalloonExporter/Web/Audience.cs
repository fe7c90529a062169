namespace BalloonExporter.Web;

/// <summary>Who an endpoint is for, as its metadata; one that does not tell is for everybody.</summary>
internal sealed class Audience
{
    private Audience()
    {
    }

    public static Audience Metrics { get; } = new();

    /// <summary>Alertmanager's webhook.</summary>
    public static Audience Feedback { get; } = new();

    /// <summary>Everything else below <c>/api/</c>: served where feedback is, and opened by the same keys.</summary>
    public static Audience Api { get; } = new();
}
