using BalloonExporter.Core.GuardRails;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Needs;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Reflexes;

/// <summary>State of one domain for the reflexes. Sizes are KiB.</summary>
public sealed record ReflexDomain
{
    private readonly MovementLedger _ledger;

    private ReflexDomain(DomainMemory memory, EffectivePolicy policy, MovementLedger ledger)
    {
        _ledger = ledger;
        Memory = memory;
        Policy = policy;
        Entry = ledger.Of(memory.Uuid);
    }

    /// <summary>The domain as last read.</summary>
    public DomainMemory Memory { get; }

    /// <summary>The policy in effect.</summary>
    public EffectivePolicy Policy { get; }

    /// <summary>State kept by the ledger.</summary>
    public LedgerEntry Entry { get; }

    /// <summary>Whether a plan may move its balloon.</summary>
    public bool IsManaged { get; private init; }

    /// <summary>Whether it has just started and will be managed when its grace is over.</summary>
    public bool IsStarting { get; private init; }

    /// <summary>Its demand; null when it cannot be computed.</summary>
    public Demand? Demand { get; private init; }

    /// <summary>What more it is assumed to be able to put into undeclared swap; negative: that much should come back.</summary>
    public long FoundRoomKib { get; private init; }

    /// <summary>Whether a take may go into its swap: that is told, or not told and not known to be full.</summary>
    public bool MayGoIntoSwap => (Policy.SwapKib ?? FoundRoomKib) > 0;

    /// <summary>The balloon's target under way, or its size.</summary>
    public long InForceKib { get; private init; }

    /// <summary>Its maximum.</summary>
    public long MaximumKib { get; private init; }

    /// <summary>Below this size all memory is resident, so taking it frees memory.</summary>
    public long BaseKib => Math.Min(InForceKib, Memory.ResidentKib ?? InForceKib);

    /// <summary>What lies between its demand and the smaller of target and resident memory; 0 without a demand.</summary>
    public long IdleKib => Demand is { } demand ? Math.Max(0, BaseKib - demand.NeedKib) : 0;

    /// <summary>Deficit to its demand.</summary>
    public long NeedKib => Demand is { } demand ? Math.Max(0, demand.NeedKib - InForceKib) : 0;

    /// <summary>What a take under way would still take: to call that off costs the host nothing.</summary>
    public long CallableOffKib => Math.Max(0, (Memory.CurrentKib ?? 0) - InForceKib);

    /// <summary>Memory taken that the host does not have back yet.</summary>
    public long ComingKib => Entry.Watch?.Move is { IsShrink: true } pursuit
        ? Math.Max(0, Math.Min(Memory.CurrentKib ?? 0, Memory.ResidentKib ?? 0) - pursuit.ToKib)
        : 0;

    /// <summary>The state of a domain; null while a required value is unknown.</summary>
    public static ReflexDomain? Of(DomainMemory memory, MovementLedger ledger, Limits limits, Moment now)
    {
        if (memory is not { CurrentKib: { } currentKib, MaximumKib: { } maximumKib } || EffectivePolicy.Of(memory, limits) is not { } policy)
            return null;
        var domain = new ReflexDomain(memory, policy, ledger)
        {
            MaximumKib = maximumKib,
        };
        var foundRoomKib = domain.Entry.Swap.RoomKib(maximumKib, limits, now);
        var unmanaged = ManagedState.UnmanagedReason(memory, domain.Entry, limits, now);
        return domain with
        {
            FoundRoomKib = foundRoomKib,
            Demand = BalloonExporter.Core.Needs.Demand.Of(memory, policy, limits, foundRoomKib),
            IsManaged = unmanaged is null,
            IsStarting = unmanaged == DecisionReason.Grace && memory.Facts.RunningSince is not null && Eligibility.ReasonAfterGrace(memory, limits) is null,
            InForceKib = domain.Entry.InForceKib(memory) ?? currentKib,
        };
    }

    /// <summary>A request for this domain.</summary>
    public BalloonRequest Ask(long targetKib, RequestOrigin origin, ReflexCause? cause, Moment now) => new(Memory.Uuid, targetKib, now, origin) { Cause = cause };

    /// <summary>Whether a reflex may give it memory. Domains that every guard-rail would refuse are skipped.</summary>
    public bool MayBeGiven(Limits limits, Moment now) => ManagedState.RefusalReason(
        Memory, Entry, Ask(InForceKib + 1, RequestOrigin.Recovery, null, now), limits, now) is null;

    /// <summary>The decision on a request, assuming that no job runs on the domain. Used to skip requests that would be refused.</summary>
    public Decision WouldBe(BalloonRequest request, ReflexLook look) => GuardRail.Decide(new DecisionContext
    {
        Request = request,
        Domain = Memory with { JobActive = false },
        Policy = Policy,
        Host = look.Host,
        Entry = Entry,
        Activity = _ledger.RecentActivityOf(Memory.Uuid, look.Now, look.Limits),
        Limits = look.Limits,
        Now = look.Now,
    });
}
