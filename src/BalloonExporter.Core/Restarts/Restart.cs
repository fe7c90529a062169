using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Restarts;

/// <summary>A restart of one domain: who asked for it, and how far it is. Immutable; all of it is in its marker.</summary>
public sealed record Restart
{
    /// <summary>The domain.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>How it is restarted.</summary>
    public required RestartMode Mode { get; init; }

    /// <summary>Whether force was asked for: a command is told so.</summary>
    public bool IsForced { get; init; }

    /// <summary>Who asked.</summary>
    public required string By { get; init; }

    /// <summary>When.</summary>
    public required Moment RequestedAt { get; init; }

    /// <summary>How long the guest has to shut down.</summary>
    public required TimeSpan Deadline { get; init; }

    /// <summary>libvirt's number of the instance that is to end.</summary>
    public required int Instance { get; init; }

    /// <summary>How far it is.</summary>
    public RestartPhase Phase { get; init; }

    /// <summary>Since when.</summary>
    public required Moment Since { get; init; }

    /// <summary>Whether the caller gave up waiting.</summary>
    public bool Left { get; init; }

    /// <summary>Whether a process before this one had begun it.</summary>
    public bool Resumed { get; init; }

    /// <summary>Starts that were tried without success.</summary>
    public int Tries { get; init; }

    /// <summary>When to try again; null: a call is under way, or none is needed.</summary>
    public Moment? NextTryAt { get; init; }

    /// <summary>What went wrong.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether it is between its acceptance and its end, so that no other may begin.</summary>
    public bool IsUnderWay => Phase is RestartPhase.Requested or RestartPhase.ShuttingDown or RestartPhase.Stopping or RestartPhase.Starting or RestartPhase.Commanding;

    /// <summary>When the guest's time to shut down is over; null while none runs.</summary>
    public Moment? DeadlineAt => Phase is RestartPhase.ShuttingDown or RestartPhase.Commanding ? Since + Deadline : null;

    internal Restart To(RestartPhase phase, Moment now, string? problem = null) => this with { Phase = phase, Since = now, NextTryAt = null, Problem = problem };
}
