namespace BalloonExporter.Api;

/// <summary>A feature of connections at the customers' address: no key of the API opens anything there, so that none can be guessed from the internet.</summary>
internal sealed class LinksOnly
{
    public static LinksOnly Instance { get; } = new();
}
