using BalloonExporter.Core.Model;
using BalloonExporter.Engine;

namespace BalloonExporter.Api;

/// <summary>What a release gave back, and what it could not. Sizes are bytes.</summary>
internal sealed record ReleaseReport
{
    /// <summary>The pause that it leaves.</summary>
    public required PauseAnswer Pause { get; init; }

    /// <summary>Given back by this release.</summary>
    public required long GivenBytes { get; init; }

    /// <summary>What domains still lack of what they were sold; without those that their operator lowered.</summary>
    public required long MissingBytes { get; init; }

    /// <summary>Every running domain, by name.</summary>
    public required IReadOnlyList<ReleaseEntry> Domains { get; init; }

    public static ReleaseReport Of(IReadOnlyList<ReleasedDomain> released, PauseAnswer pause) => new()
    {
        Pause = pause,
        GivenBytes = released.Sum(domain => Kib.ToBytes(Math.Max(0, (domain.HasKib - domain.HadKib) ?? 0))),
        MissingBytes = released.Where(domain => !domain.IsLowered).Sum(domain => Kib.ToBytes(domain.MissingKib)),
        Domains = [.. released.Select(ReleaseEntry.Of)],
    };
}

/// <summary>What became of one domain. Sizes are bytes.</summary>
internal sealed record ReleaseEntry
{
    /// <summary>libvirt's UUID.</summary>
    public required string Uuid { get; init; }

    /// <summary>libvirt's name.</summary>
    public required string Name { get; init; }

    /// <summary>What was sold.</summary>
    public long? MaximumBytes { get; init; }

    /// <summary>What it had.</summary>
    public long? FromBytes { get; init; }

    /// <summary>What it has now, or is about to have: a balloon takes seconds.</summary>
    public long? ToBytes { get; init; }

    /// <summary>What it still lacks.</summary>
    public required long MissingBytes { get; init; }

    /// <summary>Whether only its operator can have lowered it: that is left as it is.</summary>
    public required bool LoweredByOperator { get; init; }

    /// <summary>What became of the request; absent when there was nothing to give back.</summary>
    [ClosedSet(typeof(Verdict))]
    public string? Verdict { get; init; }

    /// <summary>Why.</summary>
    [ClosedSet(typeof(DecisionReason))]
    public string? Reason { get; init; }

    /// <summary>The guard-rails that held it back.</summary>
    [ClosedSet(typeof(DecisionReason))]
    public IReadOnlyList<string>? ClippedBy { get; init; }

    public static ReleaseEntry Of(ReleasedDomain released) => new()
    {
        Uuid = released.Domain.UuidText,
        Name = TextBounds.Cut(released.Domain.Name),
        MaximumBytes = Kib.ToBytes(released.Domain.MaximumKib),
        FromBytes = Kib.ToBytes(released.HadKib),
        ToBytes = Kib.ToBytes(released.HasKib),
        MissingBytes = Kib.ToBytes(released.MissingKib),
        LoweredByOperator = released.IsLowered,
        Verdict = released.Decision?.Verdict.ToLabel(),
        Reason = released.Decision?.ToldReason.ToLabel(),
        ClippedBy = released.Decision is { ClippedBy: { Count: > 0 } clips } ? [.. clips.Select(reason => reason.ToLabel())] : null,
    };
}
