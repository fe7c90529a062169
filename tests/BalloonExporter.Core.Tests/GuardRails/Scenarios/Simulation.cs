using BalloonExporter.Core.GuardRails;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Tests.GuardRails.Scenarios;

/// <summary>A small host with guests whose needs change, second by second. Decisions are made and carried out as the exporter does it.</summary>
internal sealed class Simulation
{
    public const long MiB = 1024;
    public const long GiB = 1024 * MiB;

    private static readonly Moment Start = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero).UtcTicks);

    private readonly MovementLedger _ledger = new();

    public required Limits Limits { get; init; }

    public required IReadOnlyList<SimulatedGuest> Guests { get; init; }

    public long HostTotalKib { get; init; } = 64 * GiB;

    /// <summary>What of the host's memory is taken by others than the guests.</summary>
    public long OthersKib { get; init; }

    /// <summary>Takes memories away from the ledger, for guard-rails that no limit can switch off.</summary>
    public Func<LedgerEntry, LedgerEntry> Amnesia { get; init; } = entry => entry;

    public bool Paused { get; set; }

    public int Second { get; private set; }

    public int Commands { get; private set; }

    public long LeastAvailableKib { get; private set; } = long.MaxValue;

    public Moment Now => Start + TimeSpan.FromSeconds(Second);

    private long AvailableKib => HostTotalKib - OthersKib - Guests.Sum(guest => guest.ResidentKib);

    /// <summary>Lets seconds pass; after each one the plan may ask for something.</summary>
    public Simulation Run(int seconds, Action<Simulation>? plan = null)
    {
        for (var end = Second + seconds; Second < end;)
        {
            Second++;
            foreach (var guest in Guests)
            {
                guest.Pass(Second, Now);
                _ledger.Observe(guest.Look(Start, Now, Limits), Now, Limits);
            }

            LeastAvailableKib = Math.Min(LeastAvailableKib, AvailableKib);
            plan?.Invoke(this);
        }

        return this;
    }

    public LedgerEntry EntryOf(SimulatedGuest guest) => _ledger.Of(guest.Uuid);

    public DomainCounters CountersOf(SimulatedGuest guest) => _ledger.CountersOf(guest.Uuid);

    public long Rescues(SimulatedGuest guest) => CountersOf(guest).Rescues.Values.Sum();

    public Decision Ask(SimulatedGuest guest, long targetKib, Moment? evaluatedAt = null) =>
        Carry(guest, new BalloonRequest(guest.Uuid, targetKib, evaluatedAt ?? Now, RequestOrigin.Alert, "fp"));

    public Decision Rescue(SimulatedGuest guest, long targetKib) =>
        Carry(guest, new BalloonRequest(guest.Uuid, targetKib, Now, RequestOrigin.Rescue) { Cause = ReflexCause.Demand });

    /// <summary>What the exporter does when a balloon got stuck: it is told to stay where it is.</summary>
    public void LetGoOfStalled(SimulatedGuest guest)
    {
        if (EntryOf(guest).Watch is { Stalled: true })
            Carry(guest, new BalloonRequest(guest.Uuid, guest.CurrentKib, Now, RequestOrigin.Recovery) { Cause = ReflexCause.Stalled });
    }

    private Decision Carry(SimulatedGuest guest, BalloonRequest request)
    {
        var domain = guest.Look(Start, Now, Limits);
        var host = new HostMemory { PhysicalTotalKib = HostTotalKib, PhysicalAvailableKib = Math.Max(0, AvailableKib), FreeKib = 0 };
        var decision = GuardRail.Decide(new DecisionContext
        {
            Request = request,
            Domain = domain,
            Policy = EffectivePolicy.Of(domain, Limits),
            Host = host,
            Entry = Amnesia(EntryOf(guest)),
            Activity = _ledger.RecentActivityOf(guest.Uuid, Now, Limits) with { Paused = Paused },
            Limits = Limits,
            Now = Now,
        });
        if (decision.ToKib is { } toKib)
        {
            guest.TargetKib = toKib;
            Commands++;
            _ledger.Record(request, decision, domain, Now, Limits);
            _ledger.Count(request, decision);
            _ledger.Announce(domain, toKib, Now, Limits);
        }

        return decision;
    }
}
