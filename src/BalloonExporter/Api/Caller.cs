using BalloonExporter.Options.Keys;
using Microsoft.AspNetCore.Http.Features;

namespace BalloonExporter.Api;

/// <summary>Who calls, and was let in: a feature of every request below <c>/api/</c> that reaches its page, and a parameter of handlers.</summary>
/// <param name="Name">For the audit trail: <c>key:NAME@ADDRESS</c>, <c>user:NAME@ADDRESS</c>, <c>client:NAME@ADDRESS</c>, <c>uid:NUMBER</c>.</param>
/// <param name="May">All scopes of the keys that it showed.</param>
internal sealed record Caller(string Name, IReadOnlySet<Scope> May)
{
    /// <exception cref="InvalidOperationException">The request was not admitted.</exception>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => new(context.Features.GetRequiredFeature<Caller>());
}
