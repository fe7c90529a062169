namespace BalloonExporter.Web;

/// <summary>Who an endpoint is for, as its metadata; one that does not tell is for everybody.</summary>
internal sealed class Audience
{
    private Audience()
    {
    }

    public static Audience Metrics { get; } = new();

    public static Audience Feedback { get; } = new();
}
