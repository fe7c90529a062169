using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ledger;

/// <summary>Key for counting moves.</summary>
/// <param name="Takes">Whether memory was taken.</param>
/// <param name="Origin">Source of the request.</param>
/// <param name="Cause">Why a reflex asked; null for everything else.</param>
public readonly record struct MoveKey(bool Takes, RequestOrigin Origin, ReflexCause? Cause)
{
    /// <summary>Why it was moved, as a label: the cause of a reflex, else who asked.</summary>
    public string Why => Cause?.ToLabel() ?? (Origin == RequestOrigin.Release ? "release" : "plan");
}
