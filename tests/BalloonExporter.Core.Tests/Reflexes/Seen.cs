using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Reflexes;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.Reflexes;

/// <summary>What the reflexes see. Domains have 4 GiB, samples are of noon, decisions a second later.</summary>
internal sealed class Seen
{
    public static readonly Moment Now = Noon + TimeSpan.FromSeconds(1);

    public MovementLedger Ledger { get; } = new();

    public Limits Limits { get; init; } = new();

    public HostMemory Host { get; set; } = AHost(64 * GiB, 32 * GiB);

    public HostLevel Level { get; set; } = HostLevel.Hold;

    public bool Thrashes { get; set; }

    public static Guid Uuid(int number) => new(number, 0, 0, new byte[8]);

    /// <summary>A guest with so much that needs so much.</summary>
    public static DomainMemory Domain(int number, long currentKib, long workingSetKib) => ADomain() with
    {
        Uuid = Uuid(number),
        CurrentKib = currentKib,
        ResidentKib = currentKib,
        Facts = ADomain().Facts with { HasManagedMarker = true },
        WorkingSet = new WorkingSet(workingSetKib, Noon),
        Guest = new GuestStatistics { SampledAt = Noon, TotalKib = currentKib, UsableKib = Math.Max(1, currentKib - workingSetKib), SwapInKib = 0, SwapOutKib = 0 },
    };

    public ReflexLook Look(params DomainMemory[] domains) => new ReflexLook
    {
        Now = Now,
        Host = Host,
        Level = Level,
        Thrashes = Thrashes,
        Domains = [.. domains.Select(domain => ReflexDomain.Of(domain, Ledger, Limits, Now)).OfType<ReflexDomain>()],
        GrantedKib = Ledger.RecentActivityOf(Guid.Empty, Now, Limits).GrantedKib,
        Limits = Limits,
    }.Split(Ledger);

    public IReadOnlyList<BalloonRequest> Rescues(params DomainMemory[] domains) => Planned(domains);

    private IReadOnlyList<BalloonRequest> Planned(DomainMemory[] domains)
    {
        var rescue = Rescue.Plan(Look(domains));
        return [.. rescue.Gives, .. rescue.Takes];
    }

    /// <summary>Notes a command of the exporter.</summary>
    public void Told(DomainMemory domain, long toKib, Moment at)
    {
        var decision = new Decision { Verdict = Verdict.Applied, Reason = DecisionReason.AsRequested, FromKib = domain.CurrentKib, ToKib = toKib };
        Ledger.Record(Asking(toKib) with { Uuid = domain.Uuid }, decision, domain, at, Limits);
        Ledger.Announce(domain, toKib, at, Limits);
    }
}
