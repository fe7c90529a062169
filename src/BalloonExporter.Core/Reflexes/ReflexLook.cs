using BalloonExporter.Core.GuardRails;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Reflexes;

/// <summary>What the reflexes see at one moment. Sizes are KiB.</summary>
public sealed record ReflexLook
{
    /// <summary>The moment.</summary>
    public required Moment Now { get; init; }

    /// <summary>The host's memory.</summary>
    public required HostMemory Host { get; init; }

    /// <summary>How the host stands.</summary>
    public required HostLevel Level { get; init; }

    /// <summary>Whether the host waits for memory or swaps, whatever it has available.</summary>
    public bool Thrashes { get; init; }

    /// <summary>All domains as they were last seen.</summary>
    public required IReadOnlyList<ReflexDomain> Domains { get; init; }

    /// <summary>Grants that cannot be seen in the host's figures yet.</summary>
    public required long GrantedKib { get; init; }

    /// <summary>What each domain may have; null while everybody's demand fits.</summary>
    public FairShare? FairShare { get; private init; }

    /// <summary>The constants.</summary>
    public required Limits Limits { get; init; }

    /// <summary>What is taken but has not come back to the host yet.</summary>
    public long ComingKib => Domains.Sum(domain => domain.ComingKib);

    /// <summary>The same with what each domain may have; the ledger is told, so that whoever asks, the same parts apply.</summary>
    public ReflexLook Split(MovementLedger ledger)
    {
        var share = FairShare.Of(this);
        ledger.NoteSplit(share is { FloorsFit: false } ? share.Parts : null, Now);
        return this with { FairShare = share };
    }

    /// <summary>Where the levels of the host begin.</summary>
    public HostMarks Marks => HostMarks.Of(Host, Limits);

    /// <summary>What the host has above a mark, less what was granted of late. May be negative.</summary>
    public long AboveKib(long markKib) => Host.LeftKib - GrantedKib - markKib;
}
