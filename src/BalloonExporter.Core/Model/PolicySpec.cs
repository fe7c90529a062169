namespace BalloonExporter.Core.Model;

/// <summary>
/// What somebody wants for a domain: stored in its metadata, or said for its name in the configuration. What is not said is null.
/// </summary>
public sealed record PolicySpec
{
    /// <summary>The most shares a domain can have.</summary>
    public const int MaximumShares = 1_000_000;

    /// <summary>Whether its balloon may be moved at all. An opt-out takes effect with the next start.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Never below this.</summary>
    public Amount? Floor { get; init; }

    /// <summary>Never above this.</summary>
    public Amount? Ceiling { get; init; }

    /// <summary>Weight when memory is short, 1 to <see cref="MaximumShares"/>.</summary>
    public int? Shares { get; init; }

    /// <summary>What is wrong with the stored element; then nothing else of it is known, and the domain is left alone. Null: it is well-formed.</summary>
    public string? Problem { get; init; }

    /// <summary>An element that could not be understood.</summary>
    public static PolicySpec Malformed(string problem) => new() { Problem = problem };
}
