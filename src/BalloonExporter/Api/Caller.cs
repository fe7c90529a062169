using BalloonExporter.Options.Keys;
using Microsoft.AspNetCore.Http.Features;

namespace BalloonExporter.Api;

/// <summary>Who calls, and was let in: a feature of every request below <c>/api/</c> that reaches its page, and a parameter of handlers.</summary>
/// <param name="Name">For the audit trail: <c>key:NAME@ADDRESS</c>, <c>user:NAME@ADDRESS</c>, <c>client:NAME@ADDRESS</c>, <c>uid:NUMBER</c>, <c>customer:NAME@ADDRESS</c>.</param>
/// <param name="May">All scopes of the keys that it showed.</param>
internal sealed record Caller(string Name, IReadOnlySet<Scope> May)
{
    /// <summary>What the names of customers begin with.</summary>
    public const string Customer = "customer:";

    /// <summary>Whether a customer's link let it in: it may do less with what it reaches.</summary>
    public bool IsCustomer { get; init; }

    /// <exception cref="InvalidOperationException">The request was not admitted.</exception>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => new(context.Features.GetRequiredFeature<Caller>());
}
