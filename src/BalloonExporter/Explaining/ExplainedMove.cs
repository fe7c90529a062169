using BalloonExporter.Core.Model;

namespace BalloonExporter.Explaining;

/// <summary>A move of a balloon that was made, or that act mode would have made.</summary>
/// <param name="Origin">Who asked.</param>
/// <param name="Cause">Why a reflex asked; null for everything else.</param>
/// <param name="Gives">Whether it gives memory.</param>
internal sealed record ExplainedMove(RequestOrigin Origin, ReflexCause? Cause, bool Gives)
{
    /// <summary>Whether it was only computed.</summary>
    public bool Would { get; init; }

    /// <summary>Names of the domains that it makes room for.</summary>
    public IReadOnlyList<string> Helps { get; init; } = [];

    /// <summary>Who brought the request; null: the exporter itself, or unknown.</summary>
    public string? AskedBy { get; init; }

    /// <summary>The guard-rails that clipped it, in order.</summary>
    public IReadOnlyList<DecisionReason> ClippedBy { get; init; } = [];

    /// <summary>Whether it was held back by guard-rails that nothing names: metrics of the past do not.</summary>
    public bool ClippedByUnknown { get; init; }

    /// <summary>From, to, asked for, and when.</summary>
    public IReadOnlyList<Figure> Figures { get; init; } = [];
}
