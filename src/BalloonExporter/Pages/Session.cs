using BalloonExporter.Core.Model;
using BalloonExporter.Links;
using BalloonExporter.Options.Keys;

namespace BalloonExporter.Pages;

/// <summary>A customer's session: the link that began it, and until when it lasts.</summary>
/// <param name="Link">What it may do with which domain.</param>
/// <param name="OpenedAt">When it began.</param>
/// <param name="SeenAt">When it was last used by a person.</param>
internal sealed record Session(Link Link, Moment OpenedAt, Moment SeenAt)
{
    public bool May(Scope right) => Link.May.Contains(right);
}
