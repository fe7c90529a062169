using System.Text.Json;

namespace BalloonExporter.Links;

/// <summary>The header of a link (RFC 7515, section 4). Keys that it carries or points to are not read.</summary>
internal sealed record LinkHeader
{
    /// <summary>The <c>typ</c> of links: a token that the panel signs for something else is none.</summary>
    public const string Type = "balloon-page+jwt";

    public string? Alg { get; init; }

    public string? Typ { get; init; }

    public string? Kid { get; init; }

    /// <summary>Extensions that must be understood: none is.</summary>
    public JsonElement? Crit { get; init; }
}
