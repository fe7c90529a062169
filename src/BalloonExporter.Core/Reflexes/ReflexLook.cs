using BalloonExporter.Core.GuardRails;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Reflexes;

/// <summary>State of the host and its domains for the reflexes at one moment. Sizes are KiB.</summary>
public sealed record ReflexLook
{
    /// <summary>The current moment.</summary>
    public required Moment Now { get; init; }

    /// <summary>The host's memory.</summary>
    public required HostMemory Host { get; init; }

    /// <summary>The host's level.</summary>
    public required HostLevel Level { get; init; }

    /// <summary>Whether the host waits for memory or swaps, whatever its available memory.</summary>
    public bool Thrashes { get; init; }

    /// <summary>All domains as last read.</summary>
    public required IReadOnlyList<ReflexDomain> Domains { get; init; }

    /// <summary>Grants that the host's figures do not show yet.</summary>
    public required long GrantedKib { get; init; }

    /// <summary>Fair shares; null while all demands fit.</summary>
    public FairShare? FairShare { get; private init; }

    /// <summary>The constants.</summary>
    public required Limits Limits { get; init; }

    /// <summary>Memory taken that the host does not have back yet.</summary>
    public long ComingKib => Domains.Sum(domain => domain.ComingKib);

    /// <summary>Computes the fair-share split and publishes it to the ledger, so that all decisions use the same shares.</summary>
    public ReflexLook Split(MovementLedger ledger)
    {
        var share = FairShare.Of(this);
        ledger.NoteSplit(share is { FloorsFit: false } ? share.Parts : null, Now);
        return this with { FairShare = share };
    }

    /// <summary>The marks of the host's levels.</summary>
    public HostMarks Marks => HostMarks.Of(Host, Limits);

    /// <summary>Memory of the host above a mark, minus unused grants. May be negative.</summary>
    public long AboveKib(long markKib) => Host.LeftKib - GrantedKib - markKib;
}
