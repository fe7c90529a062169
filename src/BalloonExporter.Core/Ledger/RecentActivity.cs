using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Ledger;

/// <summary>What else goes on while a decision is made: what was done to all domains of late, and whether anything may be taken at all.</summary>
public sealed record RecentActivity
{
    /// <summary>Nothing was done of late.</summary>
    public static RecentActivity None { get; } = new();

    /// <summary>Grants to all domains within <see cref="Limits.GrantWindow"/> that they have not taken up yet, in KiB.</summary>
    public long GrantedKib { get; init; }

    /// <summary>Resident memory taken from all domains within <see cref="Limits.BreakerWindow"/>, or about to be, in KiB.</summary>
    public long TakenKib { get; init; }

    /// <summary>Whether it is not known what was taken within the windows, so that they count as used up.</summary>
    public bool UsedUp { get; init; }

    /// <summary>Domains from which memory was taken within <see cref="Limits.BreakerWindow"/>.</summary>
    public int DomainsTakenFrom { get; init; }

    /// <summary>Whether the domain in question is one of them.</summary>
    public bool ThisDomainTakenFrom { get; init; }

    /// <summary>Domains that are managed.</summary>
    public int ManagedDomains { get; init; }

    /// <summary>What the managed domains lack to their hard floors, in KiB: available memory that is as good as gone.</summary>
    public long UrgentKib { get; init; }

    /// <summary>What the domain in question may have on a host that cannot hold what all its guests need to live, in KiB; null while it can.</summary>
    public long? SplitKib { get; init; }

    /// <summary>Whether somebody paused the exporter: then nothing is taken.</summary>
    public bool Paused { get; init; }

    /// <summary>The same after one more decision.</summary>
    public RecentActivity After(Decision decision) => this with
    {
        GrantedKib = GrantedKib + decision.GrantedKib,
        TakenKib = TakenKib + decision.ResidentTakenKib,
        DomainsTakenFrom = DomainsTakenFrom + (decision.ToKib < decision.FromKib ? 1 : 0),
    };

    /// <summary>The same with what was decided besides.</summary>
    public RecentActivity Plus(RecentActivity other) => this with
    {
        GrantedKib = GrantedKib + other.GrantedKib,
        TakenKib = TakenKib + other.TakenKib,
        DomainsTakenFrom = DomainsTakenFrom + other.DomainsTakenFrom,
    };
}
