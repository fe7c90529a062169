namespace BalloonExporter.Core.Model;

/// <summary>Policy of a domain, from its metadata or from the configuration for its name. What is not set is null.</summary>
public sealed record PolicySpec
{
    /// <summary>The most shares a domain can have.</summary>
    public const int MaximumShares = 1_000_000;

    /// <summary>Whether the balloon may be moved. An opt-out takes effect with the next start.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Lower limit of the balloon.</summary>
    public Amount? Floor { get; init; }

    /// <summary>Upper limit of the balloon.</summary>
    public Amount? Ceiling { get; init; }

    /// <summary>Weight when memory is short, 1 to <see cref="MaximumShares"/>.</summary>
    public int? Shares { get; init; }

    /// <summary>The guest's own swap, 0 for none; undeclared when null.</summary>
    public Amount? Swap { get; init; }

    /// <summary>Error in the stored element; then the rest is unknown and the domain is left alone. Null: well-formed.</summary>
    public string? Problem { get; init; }

    /// <summary>A malformed policy.</summary>
    public static PolicySpec Malformed(string problem) => new() { Problem = problem };
}
