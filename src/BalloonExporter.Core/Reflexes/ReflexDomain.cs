using BalloonExporter.Core.GuardRails;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Needs;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Reflexes;

/// <summary>One domain as a reflex sees it. Sizes are KiB.</summary>
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

    /// <summary>What applies to it.</summary>
    public EffectivePolicy Policy { get; }

    /// <summary>What is remembered of it.</summary>
    public LedgerEntry Entry { get; }

    /// <summary>Whether its balloon may be moved by a plan.</summary>
    public bool IsManaged { get; private init; }

    /// <summary>What it shall have; null while that cannot be told.</summary>
    public Demand? Demand { get; private init; }

    /// <summary>What it has, or is to have already.</summary>
    public long InForceKib { get; private init; }

    /// <summary>What was sold.</summary>
    public long MaximumKib { get; private init; }

    /// <summary>What taking frees memory from: below this it is resident.</summary>
    public long BaseKib => Math.Min(InForceKib, Memory.ResidentKib ?? InForceKib);

    /// <summary>What is missing to its demand.</summary>
    public long NeedKib => Demand is { } demand ? Math.Max(0, demand.NeedKib - InForceKib) : 0;

    /// <summary>What is taken but has not come back to the host yet.</summary>
    public long ComingKib => Entry.Watch?.Move is { IsShrink: true } pursuit
        ? Math.Max(0, Math.Min(Memory.CurrentKib ?? 0, Memory.ResidentKib ?? 0) - pursuit.ToKib)
        : 0;

    /// <summary>A domain as a reflex sees it; null while too little is known of it.</summary>
    public static ReflexDomain? Of(DomainMemory memory, MovementLedger ledger, Limits limits, Moment now)
    {
        if (memory is not { CurrentKib: { } currentKib, MaximumKib: { } maximumKib } || EffectivePolicy.Of(memory, limits) is not { } policy)
            return null;
        var domain = new ReflexDomain(memory, policy, ledger)
        {
            Demand = BalloonExporter.Core.Needs.Demand.Of(memory, policy, limits),
            MaximumKib = maximumKib,
        };
        return domain with
        {
            IsManaged = ManagedState.UnmanagedReason(memory, domain.Entry, limits, now) is null,
            InForceKib = domain.Entry.InForceKib(memory) ?? currentKib,
        };
    }

    /// <summary>A request for this domain.</summary>
    public BalloonRequest Ask(long targetKib, RequestOrigin origin, ReflexCause? cause, Moment now) => new(Memory.Uuid, targetKib, now, origin) { Cause = cause };

    /// <summary>Whether a reflex may give it memory: whom nobody may touch is not asked for over and over.</summary>
    public bool MayBeGiven(Limits limits, Moment now) => ManagedState.RefusalReason(
        Memory, Entry, Ask(InForceKib + 1, RequestOrigin.Recovery, null, now), limits, now) is null;

    /// <summary>How a wish would be decided if no job runs on the domain: what is asked for in vain is not counted on.</summary>
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
