using BalloonExporter.Core.GuardRails;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Reflexes;
using static BalloonExporter.Core.Tests.GuardRails.Situation;
using static BalloonExporter.Core.Tests.Reflexes.Seen;

namespace BalloonExporter.Core.Tests.Reflexes;

/// <content>Guests that had little memory left and do not report any more.</content>
public sealed partial class RescueTests
{
    [Theory]
    [InlineData(HostLevel.Green)]
    [InlineData(HostLevel.Hold)]
    public void A_tight_guest_that_stops_reporting_for_a_period_is_given_all_it_may_have_at_once(HostLevel level)
    {
        _seen.Level = level;

        var request = Assert.Single(_seen.Rescues(Silent(usableMib: 300)));

        Assert.Equal((RequestOrigin.Rescue, RescueTrigger.Silent, 4 * GiB), (request.Origin, request.Trigger, request.TargetKib));
        // The sample was due a second after noon: a guest is not silent before another period is over, nor while it was not read.
        Assert.Empty(_seen.Rescues(Silent(usableMib: 300) with { ReadAt = Noon + TimeSpan.FromSeconds(1.9) }));
        Assert.Empty(_seen.Rescues(Silent(usableMib: 300) with { ReadAt = null }));
    }

    [Fact]
    public void While_it_is_not_known_when_its_samples_arrive_a_guest_is_silent_a_second_later()
    {
        var unknown = Silent(usableMib: 300) with { NextSample = null };

        Assert.Empty(_seen.Rescues(unknown with { ReadAt = Noon + TimeSpan.FromSeconds(2.9) }));
        Assert.NotEmpty(_seen.Rescues(unknown with { ReadAt = Noon + TimeSpan.FromSeconds(3) }));
    }

    [Fact]
    public void A_guest_with_room_that_stops_reporting_is_resting_unless_it_stands_at_its_limit()
    {
        Assert.Empty(_seen.Rescues(Silent(usableMib: 1500) with { ResidentKib = GiB }));

        Assert.Equal(RescueTrigger.Silent, Assert.Single(_seen.Rescues(Silent(usableMib: 1500))).Trigger);
        // The operator keeps it there.
        var lowered = Silent(usableMib: 1500);
        Assert.Empty(_seen.Rescues(lowered with { Facts = lowered.Facts with { HasManagedMarker = false } }));
    }

    [Theory]
    [InlineData(255, true)]
    [InlineData(257, false)]
    public void A_small_guest_that_falls_silent_with_half_of_its_memory_usable_is_left_alone(int usableMib, bool rescued) => Assert.Equal(
        rescued ? 1 : 0,
        _seen.Rescues(Silent(usableMib) with { CurrentKib = 512 * MiB, ResidentKib = 300 * MiB, MaximumKib = 768 * MiB, WorkingSet = new WorkingSet((512 - usableMib) * MiB, Noon) }).Count);

    [Fact]
    public void What_a_take_under_way_is_about_to_take_is_not_there_for_a_silent_guest()
    {
        var silent = Silent(usableMib: 1500) with { ResidentKib = GiB };
        _seen.Told(silent, (2 * GiB) - (1000 * MiB), Noon - TimeSpan.FromSeconds(2));

        Assert.Equal((RescueTrigger.Silent, 4 * GiB), Assert.Single(_seen.Rescues(silent)) is var rescue ? (rescue.Trigger, rescue.TargetKib) : default);
    }

    [Fact]
    public void A_silent_guest_gets_what_room_allows_and_on_a_host_that_is_short_one_step()
    {
        var markKib = HostMarks.Of(AHost(64 * GiB, 0), _seen.Limits).NoGrantKib;
        _seen.Host = AHost(64 * GiB, markKib + (700 * MiB));
        Assert.Equal((2 * GiB) + (700 * MiB), Assert.Single(_seen.Rescues(Silent(usableMib: 300))).TargetKib);

        // It may be silent because the host is short.
        _seen.Level = HostLevel.Red;
        Assert.InRange(Assert.Single(_seen.Rescues(Silent(usableMib: 300))).TargetKib, (2 * GiB) + (long)(4 * GiB * 0.05), (2 * GiB) + (500 * MiB));
    }

    [Fact]
    public void For_a_silent_guest_others_are_not_taken_more_from_than_its_figures_say()
    {
        _seen.Host = AHost(64 * GiB, (long)(64 * GiB * 0.03));

        var (gives, takes, shortKib) = Rescue.Plan(_seen.Look(Silent(usableMib: 300), Domain(2, 4 * GiB, GiB)));

        Assert.Empty(gives);
        Assert.Equal(Uuid(2), Assert.Single(takes).Uuid);
        Assert.InRange(shortKib, 1, GiB);
    }

    [Fact]
    public void A_silent_guest_gets_no_more_than_its_ceiling()
    {
        var spec = new PolicySpec { Ceiling = new Amount(3 * GiB, null) };
        var silent = Silent(usableMib: 300);

        Assert.Equal(3 * GiB, Assert.Single(_seen.Rescues(silent with { Facts = silent.Facts with { Policy = spec, NextPolicy = spec } })).TargetKib);
    }

    [Fact]
    public void After_a_blind_rescue_a_guest_has_to_miss_another_sample()
    {
        var silent = Silent(usableMib: 300);
        RescuedBlind(silent, Now);

        Assert.Empty(_seen.Rescues(silent with { CurrentKib = 3 * GiB, ReadAt = Now + TimeSpan.FromSeconds(0.9) }));
        Assert.NotEmpty(_seen.Rescues(silent with { CurrentKib = 3 * GiB, ReadAt = Now + TimeSpan.FromSeconds(1) }));
    }

    [Theory]
    [InlineData(DecisionReason.NotRunning)]
    [InlineData(DecisionReason.Excluded)]
    [InlineData(DecisionReason.MonitorBusy)]
    [InlineData(DecisionReason.Grace)]
    [InlineData(DecisionReason.PolicyInvalid)]
    [InlineData(DecisionReason.Vfio)]
    [InlineData(DecisionReason.Hugepages)]
    [InlineData(DecisionReason.Locked)]
    [InlineData(DecisionReason.LaunchSecurity)]
    [InlineData(DecisionReason.MemoryByHand)]
    [InlineData(DecisionReason.NoDriver)]
    [InlineData(DecisionReason.FactsUnknown)]
    [InlineData(DecisionReason.JobActive)]
    [InlineData(DecisionReason.JobUnknown)]
    [InlineData(DecisionReason.MovedByOther)]
    [InlineData(DecisionReason.AboveMaximum)]
    [InlineData(DecisionReason.HostRoom)]
    public void A_blind_rescue_passes_the_same_guard_rails_as_any_other_request(DecisionReason reason)
    {
        var silent = Silent(usableMib: 300);
        var facts = silent.Facts;
        var domain = reason switch
        {
            DecisionReason.NotRunning => silent with { State = DomainState.Paused },
            DecisionReason.Excluded => silent with { Excluded = true },
            DecisionReason.MonitorBusy => silent with { MonitorAnswered = false },
            DecisionReason.Grace => silent with { Facts = facts with { RunningSince = Noon } },
            DecisionReason.PolicyInvalid => silent with { Facts = facts with { Policy = new PolicySpec { Problem = "?" } } },
            DecisionReason.Vfio => silent with { Facts = facts with { Vfio = true } },
            DecisionReason.Hugepages => silent with { Facts = facts with { Hugepages = true } },
            DecisionReason.Locked => silent with { Facts = facts with { MemoryLocked = true } },
            DecisionReason.LaunchSecurity => silent with { Facts = facts with { LaunchSecurity = "sev" } },
            DecisionReason.MemoryByHand => silent with { Facts = facts with { MemoryByHand = true } },
            DecisionReason.NoDriver => silent with { Facts = facts with { Balloon = BalloonCapability.Fixed } },
            DecisionReason.FactsUnknown => silent with { Facts = facts with { Balloon = null } },
            DecisionReason.JobActive => silent with { JobActive = true },
            DecisionReason.JobUnknown => silent with { JobActive = null },
            _ => silent,
        };
        var request = new BalloonRequest(silent.Uuid, reason == DecisionReason.AboveMaximum ? 5 * GiB : 4 * GiB, Now, RequestOrigin.Rescue) { Cause = ReflexCause.Silent };

        var decision = GuardRail.Decide(new DecisionContext
        {
            Request = request,
            Domain = domain,
            Policy = EffectivePolicy.Of(domain, _seen.Limits),
            Host = reason == DecisionReason.HostRoom ? AHost(64 * GiB, GiB) : AHost(64 * GiB, 32 * GiB),
            Entry = reason == DecisionReason.MovedByOther ? LedgerEntry.Empty with { ForeignMoveAt = Noon } : LedgerEntry.Empty,
            Limits = _seen.Limits,
            Now = Now,
        });

        Assert.Equal((Verdict.Refused, reason), (decision.Verdict, decision.Reason));
        // What every guard-rail would refuse is not even asked for.
        if (reason is not (DecisionReason.JobActive or DecisionReason.JobUnknown or DecisionReason.AboveMaximum or DecisionReason.HostRoom or DecisionReason.MovedByOther))
            Assert.Empty(_seen.Rescues(domain));
    }

    // Of 2 GiB, with statistics of noon that were due again a second later, read two seconds after noon.
    private static DomainMemory Silent(long usableMib)
    {
        var domain = Domain(1, 2 * GiB, (2 * GiB) - (usableMib * MiB));
        return domain with
        {
            ReadAt = Noon + TimeSpan.FromSeconds(2),
            NextSample = new SampleWindow(Noon + TimeSpan.FromSeconds(0.9), Noon + TimeSpan.FromSeconds(1)),
            Facts = domain.Facts with { StatisticsPeriod = TimeSpan.FromSeconds(1) },
        };
    }

    private void RescuedBlind(DomainMemory domain, Moment at)
    {
        var decision = new Decision { Verdict = Verdict.Applied, Reason = DecisionReason.AsRequested, FromKib = domain.CurrentKib, ToKib = 3 * GiB };
        _seen.Ledger.Record(Asking(3 * GiB) with { Uuid = domain.Uuid, Origin = RequestOrigin.Rescue, Cause = ReflexCause.Silent }, decision, domain, at, _seen.Limits);
    }
}
