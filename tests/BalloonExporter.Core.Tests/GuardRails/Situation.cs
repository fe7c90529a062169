using BalloonExporter.Core.GuardRails;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Tests.GuardRails;

/// <summary>A server of 4 GiB in good order on a host with room, asked to shrink a little. Each test changes what it is about.</summary>
internal sealed record Situation
{
    public const long MiB = 1024;
    public const long GiB = 1024 * MiB;

    public static readonly Guid Uuid = new("11111111-2222-3333-4444-555555555555");
    public static readonly Moment Noon = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero).UtcTicks);

    public Limits Limits { get; init; } = new();

    public Moment Now { get; init; } = Noon;

    public DomainMemory? Domain { get; init; } = ADomain();

    public HostMemory? Host { get; init; } = AHost(totalKib: 64 * GiB, availableKib: 32 * GiB);

    public LedgerEntry Entry { get; init; } = LedgerEntry.Empty;

    public RecentActivity Activity { get; init; } = RecentActivity.None;

    public BalloonRequest Request { get; init; } = Asking(4 * GiB - (100 * MiB));

    public EffectivePolicy? Policy { get; init; } = new(GiB, 4 * GiB, 1000);

    public static DomainMemory ADomain() => new()
    {
        Uuid = Uuid,
        Name = "shop",
        State = DomainState.Running,
        CurrentKib = 4 * GiB,
        MaximumKib = 4 * GiB,
        ResidentKib = 4 * GiB,
        MonitorAnswered = true,
        JobActive = false,
        StatisticsFresh = true,
        Guest = new GuestStatistics
        {
            SampledAt = Noon - TimeSpan.FromSeconds(1),
            TotalKib = 4 * GiB - (100 * MiB),
            UsableKib = 3 * GiB,
            SwapInKib = 0,
            SwapOutKib = 0,
        },
        WorkingSet = new WorkingSet(GiB, Noon - TimeSpan.FromSeconds(1)),
        Facts = new DomainFacts
        {
            Balloon = BalloonCapability.Manageable,
            AutoDeflate = false,
            StatisticsPeriod = TimeSpan.FromSeconds(2),
            RunningSince = Noon - TimeSpan.FromHours(1),
        },
    };

    public static HostMemory AHost(long totalKib, long availableKib) =>
        new() { PhysicalTotalKib = totalKib, PhysicalAvailableKib = availableKib, FreeKib = availableKib };

    public static BalloonRequest Asking(long targetKib, Moment? evaluatedAt = null) =>
        new(Uuid, targetKib, evaluatedAt ?? Noon - TimeSpan.FromSeconds(5), RequestOrigin.Alert, "fp");

    public Situation With(Func<DomainMemory, DomainMemory> change) => this with { Domain = change(Domain!) };

    public Situation WithFacts(Func<DomainFacts, DomainFacts> change) => With(domain => domain with { Facts = change(domain.Facts) });

    public Decision Decide() => GuardRail.Decide(new DecisionContext
    {
        Request = Request,
        Domain = Domain,
        Policy = Policy,
        Host = Host,
        Entry = Entry,
        Activity = Activity,
        Limits = Limits,
        Now = Now,
    });

    public void IsRefused(DecisionReason reason)
    {
        var decision = Decide();
        Assert.Equal(Verdict.Refused, decision.Verdict);
        Assert.Equal(reason, decision.Reason);
        Assert.Null(decision.ToKib);
        Assert.False(decision.HasTarget);
        Assert.Equal(Domain?.CurrentKib, decision.FromKib);
    }

    public Decision IsApplied(DecisionReason reason, long toKib)
    {
        var decision = Decide();
        Assert.Equal(Verdict.Applied, decision.Verdict);
        Assert.Equal(reason, decision.Reason);
        Assert.Equal(toKib, decision.ToKib);
        Assert.Equal(Domain!.CurrentKib, decision.FromKib);
        return decision;
    }
}
