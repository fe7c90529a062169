using BalloonExporter.Links;
using BalloonExporter.Options.Keys;

namespace BalloonExporter.Pages;

/// <summary>A customer's session.</summary>
/// <param name="Link">The link that began it: what it may do with which domain.</param>
internal sealed record Session(Link Link)
{
    public bool May(Scope right) => Link.May.Contains(right);
}
