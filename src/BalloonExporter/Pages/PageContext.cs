using BalloonExporter.Options.Texts;

namespace BalloonExporter.Pages;

/// <summary>What every page needs beside its own content.</summary>
/// <param name="Texts">Its language.</param>
/// <param name="Root">The way from its address to the first folder, so that all links are relative: <c>../</c> for each folder.</param>
internal sealed record PageContext(Catalogue Texts, string Root)
{
    /// <summary><c>light</c> or <c>dark</c>; null: the browser's.</summary>
    public string? Theme { get; init; }

    /// <summary>Where it leads back to; null: nowhere.</summary>
    public Uri? Back { get; init; }
}
