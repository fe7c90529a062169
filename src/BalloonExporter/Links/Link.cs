using BalloonExporter.Options.Keys;

namespace BalloonExporter.Links;

/// <summary>A link that was verified: what its bearer may do with one domain.</summary>
internal sealed record Link
{
    public required Guid Domain { get; init; }

    /// <summary>Of read, policy, restart and force, those that the panel gives and the operator allows.</summary>
    public required IReadOnlySet<Scope> May { get; init; }

    /// <summary>The customer, in the panel's own terms.</summary>
    public required string Subject { get; init; }

    /// <summary>What tells it from all other links.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What the customer calls the server; null: not said.</summary>
    public string? Name { get; init; }

    /// <summary>Language of the page; null: the browser's.</summary>
    public string? Language { get; init; }

    /// <summary><c>light</c> or <c>dark</c>; null: the browser's.</summary>
    public string? Theme { get; init; }

    /// <summary>Where the page leads back to; null: nowhere.</summary>
    public Uri? Back { get; init; }
}
