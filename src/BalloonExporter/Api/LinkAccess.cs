using BalloonExporter.Links;
using BalloonExporter.Options.Keys;

namespace BalloonExporter.Api;

/// <summary>Access to the pages below <c>/api/</c> with a customer's link as bearer token: one domain, and as often as it is shown until it expires.</summary>
internal sealed class LinkAccess(LinkVerifier links)
{
    /// <summary>Whether a bearer token may be a link.</summary>
    public bool IsLikely(string token) => links.IsOffered && LinkText.IsLikely(token);

    /// <summary>The rights of a link, and its customer; or the status and the reason of the refusal.</summary>
    /// <param name="context">The request.</param>
    /// <param name="token">The link.</param>
    /// <param name="scope">The scope that the page needs; null: there is no such page.</param>
    public (Link? Link, int Status, string? Problem) Admit(HttpContext context, string token, Scope? scope)
    {
        var (link, problem) = links.Verify(token);
        if (link is null)
            return (null, StatusCodes.Status401Unauthorized, $"the link is not accepted: {problem}");
        var page = context.GetEndpoint()?.Metadata.GetMetadata<Guarded>();
        if (page is not { IsOfOneDomain: true } || !Guid.TryParseExact(context.GetRouteValue("uuid") as string, "D", out var domain) || domain != link.Domain)
            return (null, StatusCodes.Status403Forbidden, "the link is for the policy and the restart of its own domain");
        return scope is null || link.May.Contains(scope.Value) ? (link, 0, null) : (null, StatusCodes.Status403Forbidden, $"the link may not {scope.Value.ToLabel()}");
    }
}
