using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Ledger;

/// <summary>Context of a decision: recent activity on all domains, and whether memory may be taken at all.</summary>
public sealed record RecentActivity
{
    /// <summary>No activity.</summary>
    public static RecentActivity None { get; } = new();

    /// <summary>Grants to all domains within <see cref="Limits.GrantWindow"/> that they have not used yet, in KiB.</summary>
    public long GrantedKib { get; init; }

    /// <summary>Resident memory taken from all domains within <see cref="Limits.BreakerWindow"/>, or about to be taken, in KiB.</summary>
    public long TakenKib { get; init; }

    /// <summary>Whether the memory taken within the windows is unknown, so that they count as used up.</summary>
    public bool UsedUp { get; init; }

    /// <summary>Domains from which memory was taken within <see cref="Limits.BreakerWindow"/>.</summary>
    public int DomainsTakenFrom { get; init; }

    /// <summary>Whether the domain of the decision is one of them.</summary>
    public bool ThisDomainTakenFrom { get; init; }

    /// <summary>Domains that are managed.</summary>
    public int ManagedDomains { get; init; }

    /// <summary>Sum of the deficits of managed domains to their hard floors, in KiB: available memory that they will use soon.</summary>
    public long UrgentKib { get; init; }

    /// <summary>Fair share of the domain of the decision on a host that cannot hold all hard floors, in KiB; null while it can.</summary>
    public long? SplitKib { get; init; }

    /// <summary>Whether the exporter is paused: then nothing is taken.</summary>
    public bool Paused { get; init; }

    /// <summary>Adds one decision.</summary>
    public RecentActivity After(Decision decision) => this with
    {
        GrantedKib = GrantedKib + decision.GrantedKib,
        TakenKib = TakenKib + decision.ResidentTakenKib,
        DomainsTakenFrom = DomainsTakenFrom + (decision.ToKib < decision.FromKib ? 1 : 0),
    };

    /// <summary>The sum of both.</summary>
    public RecentActivity Plus(RecentActivity other) => this with
    {
        GrantedKib = GrantedKib + other.GrantedKib,
        TakenKib = TakenKib + other.TakenKib,
        DomainsTakenFrom = DomainsTakenFrom + other.DomainsTakenFrom,
    };
}
