using BalloonExporter.Core.GuardRails;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using CsCheck;

namespace BalloonExporter.Core.Tests.GuardRails;

/// <content>Random walks through looks at domains and hosts.</content>
public sealed partial class GuardRailPropertyTests
{
    private static readonly Gen<long> GenMaximum = Gen.OneOf(Gen.Long[128 * MiB, 8 * GiB], Gen.Const(256 * MiB), Gen.Const(4 * GiB), Gen.Const(512 * GiB));

    // Mostly a domain in good order, since only such a one gets past the first guard-rails; now and then each thing that can be wrong.
    private static readonly Gen<Look> GenLook =
        from maximum in GenMaximum
        from current in Gen.Frequency((1, Gen.Const(maximum)), (3, Gen.Long[64 * MiB, maximum]))
        from resident in Gen.Frequency((1, Gen.Long[0, maximum]), (3, Gen.Long[current / 2, current]))
        from workingSet in Gen.Frequency((1, Gen.Long[1, maximum]), (3, Gen.Long[1, 1 + (current / 4)]))
        from usable in Gen.Frequency((1, Gen.Long[0, maximum]), (3, Gen.Long[current / 2, current]))
        from debt in Gen.Frequency((8, Gen.Const(0L)), (1, Gen.Long[0, maximum]))
        from sampleAge in Gen.Frequency((8, Gen.Double[0, 7]), (1, Gen.Double[0, 60]))
        from swap in Gen.Frequency((2, Gen.Const(0L)), (1, Gen.Long[0, 2 * GiB]))
        from defect in Gen.Frequency((12, Gen.Const(Defect.None)), (1, Gen.Const(Defect.OptedOut)), (1, Gen.Enum<Defect>()))
        select new Look(maximum, current, resident, workingSet, usable, debt, TimeSpan.FromSeconds(Math.Round(sampleAge, 1)), swap, defect);

    private static readonly Gen<Step> GenStep =
        from look in GenLook
        from which in Gen.Int[0, Uuids.Length - 1]
        from pause in Gen.Frequency((6, Gen.Double[0, 4]), (1, Gen.Double[0, 40]))
        from target in Gen.Frequency((10, Gen.Long[look.MaximumKib / 4, look.MaximumKib]), (1, Gen.Long[0, 2 * look.MaximumKib]))
        from age in Gen.Frequency((8, Gen.Double[0, 5]), (1, Gen.Double[-90, 90]))
        from total in Gen.OneOf(Gen.Long[2 * GiB, 64 * GiB], Gen.Long[64 * GiB, 2048 * GiB])
        from available in Gen.Frequency((1, Gen.Long[0, total]), (1, Gen.Long[0, total / 20]), (1, Gen.Long[0, 4 * GiB]))
        from budget in Gen.Frequency((2, Gen.Const(0L)), (1, Gen.Long[GiB, total]))
        from domainsResident in Gen.Long[0, total]
        from part in Gen.Frequency((2, Gen.Const(-1L)), (1, Gen.Long[0, look.MaximumKib]))
        select new Step(
            look, which, TimeSpan.FromSeconds(pause), target, TimeSpan.FromSeconds(age), total, Math.Min(total, available), budget, domainsResident, part < 0 ? null : part);

    private enum Defect
    {
        None, Paused, ShutOff, Job, JobUnknown, Lxc, NoFacts, NoBalloon, NoDriver, MonitorBusy, JustStarted, StartUnknown, NoPeriod,
        NoWorkingSet, NoUsable, NoResident, NoCurrent, NoMaximum, NoHost, OptedOut, StartedOptedOut, OptedInAgain, Malformed,
    }

    private static void Walk(Action<Move> check) => GenStep.Array[60].Sample(
        steps =>
        {
            foreach (var _ in Decisions(steps, check))
            {
                // The check sees each move as it is made.
            }
        },
        iter: Walks);

    private static IEnumerable<(Decision Decision, Step Step)> Decisions(Step[] steps, Action<Move> onMove)
    {
        var ledger = new MovementLedger();
        var limits = new Limits();
        var moves = new List<Move>();
        var now = Start;
        BalloonRequest? last = null;
        foreach (var step in steps)
        {
            now += step.Pause;
            var domain = step.Look.Domain(Uuids[step.Which], now);
            var host = step.Host();
            // A step without a pause repeats the request before it now and then: that is a duplicate.
            var request = last is not null && last.Uuid == domain.Uuid && step.TargetKib % 8 == 0
                ? last with { TargetKib = step.TargetKib }
                : new BalloonRequest(domain.Uuid, step.TargetKib, now - step.Age, RequestOrigin.Alert, "fp");
            last = request;
            ledger.NoteSplit(step.PartKib is { } part ? new Dictionary<Guid, long> { [domain.Uuid] = part } : null, now);
            var decision = GuardRail.Decide(new DecisionContext
            {
                Request = request,
                Domain = domain,
                Policy = EffectivePolicy.Of(domain, limits with { GuestSwap = new Amount(step.Look.SwapKib, null) }),
                Host = step.Look.Defect == Defect.NoHost ? null : host,
                Entry = ledger.Of(domain.Uuid),
                Activity = ledger.RecentActivityOf(domain.Uuid, now, limits),
                Limits = limits,
                Now = now,
            });
            if (decision.HasTarget)
            {
                var move = new Move(
                    now, request, domain, host, step.PartKib, step.Look.SwapKib, decision.FromKib!.Value, decision.ToKib!.Value,
                    [.. moves.Where(earlier => earlier.Domain.Uuid == domain.Uuid)], [.. moves]);
                onMove(move);
                moves.Add(move);
                ledger.Record(request, decision, domain, now, limits);
            }

            yield return (decision, step);
        }
    }

    private sealed record Step(
        Look Look, int Which, TimeSpan Pause, long TargetKib, TimeSpan Age, long TotalKib, long AvailableKib, long BudgetKib, long DomainsResidentKib, long? PartKib)
    {
        public HostMemory Host() => new()
        {
            PhysicalTotalKib = TotalKib,
            PhysicalAvailableKib = AvailableKib,
            FreeKib = AvailableKib,
            BudgetKib = BudgetKib > 0 ? BudgetKib : null,
            DomainsResidentKib = DomainsResidentKib,
        };
    }

    private sealed record Look(
        long MaximumKib, long CurrentKib, long ResidentKib, long WorkingSetKib, long UsableKib, long SwapDebtKib, TimeSpan SampleAge, long SwapKib, Defect Defect)
    {
        public DomainMemory Domain(Guid uuid, Moment now)
        {
            var sampledAt = now - SampleAge;
            var period = Defect == Defect.NoPeriod ? TimeSpan.Zero : TimeSpan.FromSeconds(2);
            return new DomainMemory
            {
                Uuid = uuid,
                Name = "guest",
                State = Defect switch { Defect.Paused => DomainState.Paused, Defect.ShutOff => DomainState.ShutOff, _ => DomainState.Running },
                CurrentKib = Defect == Defect.NoCurrent ? null : CurrentKib,
                MaximumKib = Defect == Defect.NoMaximum ? null : MaximumKib,
                ResidentKib = Defect == Defect.NoResident ? null : ResidentKib,
                MonitorAnswered = Defect != Defect.MonitorBusy,
                JobActive = Defect switch { Defect.Job => true, Defect.JobUnknown => null, _ => false },
                StatisticsFresh = Freshness.IsFresh(sampledAt, period, new Limits(), now),
                SwapDebtKib = SwapDebtKib,
                WorkingSet = Defect == Defect.NoWorkingSet ? null : new WorkingSet(WorkingSetKib, sampledAt),
                Guest = Defect == Defect.NoDriver
                    ? null
                    : new GuestStatistics { SampledAt = sampledAt, UsableKib = Defect == Defect.NoUsable ? null : UsableKib },
                Facts = Defect == Defect.NoFacts
                    ? DomainFacts.Unknown
                    : new DomainFacts
                    {
                        Balloon = Defect switch
                        {
                            Defect.Lxc => BalloonCapability.None,
                            Defect.NoBalloon => BalloonCapability.Fixed,
                            _ => BalloonCapability.Manageable,
                        },
                        StatisticsPeriod = period,
                        Policy = Defect == Defect.StartedOptedOut ? new PolicySpec { Enabled = false } : null,
                        NextPolicy = Defect switch
                        {
                            Defect.OptedOut or Defect.StartedOptedOut => new PolicySpec { Enabled = false },
                            Defect.Malformed => PolicySpec.Malformed("broken"),
                            _ => null,
                        },
                        StartedEnabled = Defect is not (Defect.StartedOptedOut or Defect.OptedInAgain),
                        RunningSince = Defect switch
                        {
                            Defect.JustStarted => now - TimeSpan.FromSeconds(119),
                            Defect.StartUnknown => null,
                            _ => Start - TimeSpan.FromHours(1),
                        },
                    },
            };
        }
    }

    private sealed record Move(
        Moment At, BalloonRequest Request, DomainMemory Domain, HostMemory Host, long? PartKib, long SwapKib, long FromKib, long ToKib,
        IReadOnlyList<Move> Before, IReadOnlyList<Move> OfAll)
    {
        public bool IsIntoSwap => PartKib is not null && SwapKib > 0;

        public bool IsShrink => ToKib < FromKib;
    }
}
