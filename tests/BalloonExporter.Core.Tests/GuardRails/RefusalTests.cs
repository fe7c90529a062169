using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.GuardRails;

public sealed class RefusalTests
{
    [Fact]
    public void Unknown_domain_is_refused() => new Situation { Domain = null, Policy = null }.IsRefused(DecisionReason.UnknownDomain);

    [Fact]
    public void Below_floor_is_refused_not_clipped() => new Situation { Request = Asking(GiB - 1) }.IsRefused(DecisionReason.BelowFloor);

    [Fact]
    public void Exactly_the_floor_is_not_below_it() =>
        new Situation { Request = Asking(GiB) }.IsApplied(DecisionReason.StepLimit, (4 * GiB) - (long)(4 * GiB * 0.10));

    [Theory]
    [InlineData(0)]
    [InlineData(512)]
    public void Below_floor_are_targets_that_libvirt_itself_would_accept(long targetKib) =>
        new Situation { Request = Asking(targetKib) }.IsRefused(DecisionReason.BelowFloor);

    [Theory]
    [InlineData((4 * GiB) + 1)]
    [InlineData(long.MaxValue / 1024)]
    public void Above_maximum_is_refused_not_clipped(long targetKib) => new Situation { Request = Asking(targetKib) }.IsRefused(DecisionReason.AboveMaximum);

    [Theory]
    [InlineData(DomainState.NoState)]
    [InlineData(DomainState.Blocked)]
    [InlineData(DomainState.Paused)]
    [InlineData(DomainState.ShuttingDown)]
    [InlineData(DomainState.ShutOff)]
    [InlineData(DomainState.Crashed)]
    [InlineData(DomainState.PmSuspended)]
    [InlineData((DomainState)8)]
    public void Not_running_is_refused(DomainState state) =>
        new Situation().With(domain => domain with { State = state }).IsRefused(DecisionReason.NotRunning);

    [Fact]
    public void Job_active_is_refused() => new Situation().With(domain => domain with { JobActive = true }).IsRefused(DecisionReason.JobActive);

    [Fact]
    public void Job_unknown_is_refused() => new Situation().With(domain => domain with { JobActive = null }).IsRefused(DecisionReason.JobUnknown);

    [Fact]
    public void Job_active_refuses_grants_too() =>
        new Situation { Request = Asking(4 * GiB) }.With(domain => domain with { CurrentKib = 2 * GiB, JobActive = true }).IsRefused(DecisionReason.JobActive);

    [Fact]
    public void Lxc_is_refused() => new Situation().WithFacts(facts => facts with { Balloon = BalloonCapability.None }).IsRefused(DecisionReason.Lxc);

    [Fact]
    public void No_driver_is_refused_when_there_is_no_balloon_device() =>
        new Situation().WithFacts(facts => facts with { Balloon = BalloonCapability.Fixed }).IsRefused(DecisionReason.NoDriver);

    [Fact]
    public void No_driver_is_refused_when_the_guest_never_answered() =>
        new Situation().With(domain => domain with { Guest = null, StatisticsFresh = null }).IsRefused(DecisionReason.NoDriver);

    [Fact]
    public void Excluded_is_refused() => new Situation().With(domain => domain with { Excluded = true }).IsRefused(DecisionReason.Excluded);

    [Fact]
    public void Excluded_refuses_grants_too() =>
        new Situation { Request = Asking(4 * GiB) }
            .With(domain => domain with { CurrentKib = 2 * GiB, Excluded = true }).IsRefused(DecisionReason.Excluded);

    [Fact]
    public void Vfio_is_refused() => new Situation().WithFacts(facts => facts with { Vfio = true }).IsRefused(DecisionReason.Vfio);

    [Fact]
    public void Hugepages_are_refused() => new Situation().WithFacts(facts => facts with { Hugepages = true }).IsRefused(DecisionReason.Hugepages);

    [Fact]
    public void Locked_memory_is_refused() => new Situation().WithFacts(facts => facts with { MemoryLocked = true }).IsRefused(DecisionReason.Locked);

    [Fact]
    public void Locked_is_also_said_of_memory_allocated_at_once() =>
        new Situation().WithFacts(facts => facts with { MemoryImmediate = true }).IsRefused(DecisionReason.Locked);

    [Theory]
    [InlineData("sev")]
    [InlineData("tdx")]
    [InlineData("one of the future")]
    public void Launch_security_is_refused(string kind) =>
        new Situation().WithFacts(facts => facts with { LaunchSecurity = kind }).IsRefused(DecisionReason.LaunchSecurity);

    [Fact]
    public void What_is_known_not_to_pin_memory_is_no_reason() =>
        new Situation()
            .WithFacts(facts => facts with { Vfio = false, Hugepages = false, MemoryLocked = false, MemoryImmediate = false })
            .IsApplied(DecisionReason.AsRequested, (4 * GiB) - (100 * MiB));

    [Fact]
    public void Vfio_refuses_grants_too() =>
        new Situation { Request = Asking(4 * GiB) }
            .With(domain => domain with { CurrentKib = 2 * GiB, Facts = domain.Facts with { Vfio = true } }).IsRefused(DecisionReason.Vfio);

    [Fact]
    public void Memory_by_hand_is_refused() => new Situation().WithFacts(facts => facts with { MemoryByHand = true }).IsRefused(DecisionReason.MemoryByHand);

    [Fact]
    public void No_usable_memory_is_refused_when_a_driver_does_not_report_it() => new Situation()
        .With(domain => domain with { Guest = domain.Guest! with { UsableKib = null }, WorkingSet = null }).IsRefused(DecisionReason.NoUsableMemory);

    [Fact]
    public void No_usable_memory_is_no_reason_to_keep_from_a_guest_what_the_exporter_gives_back() => Assert.Equal(
        Verdict.Applied,
        (new Situation { Request = Asking(4 * GiB) with { Origin = RequestOrigin.Recovery } })
            .With(domain => domain with { CurrentKib = 2 * GiB, Guest = domain.Guest! with { UsableKib = null }, WorkingSet = null }).Decide().Verdict);

    [Fact]
    public void Facts_unknown_is_refused() =>
        new Situation().With(domain => domain with { Facts = DomainFacts.Unknown }).IsRefused(DecisionReason.FactsUnknown);

    [Fact]
    public void Monitor_busy_is_refused_and_not_mistaken_for_a_missing_driver() =>
        new Situation().With(domain => domain with { MonitorAnswered = false, Guest = null, StatisticsFresh = null }).IsRefused(DecisionReason.MonitorBusy);

    [Fact]
    public void Stale_statistics_are_refused() =>
        new Situation().With(domain => domain with { StatisticsFresh = false }).IsRefused(DecisionReason.StaleStatistics);

    [Fact]
    public void Stale_statistics_of_the_working_set_refuse_a_shrink_even_when_a_newer_sample_is_fresh() =>
        new Situation().With(domain => domain with { WorkingSet = domain.WorkingSet! with { SampledAt = Noon - TimeSpan.FromSeconds(7.001) } })
            .IsRefused(DecisionReason.StaleStatistics);

    [Fact]
    public void Stale_statistics_are_all_statistics_without_a_period() =>
        new Situation().WithFacts(facts => facts with { StatisticsPeriod = null }).IsRefused(DecisionReason.StaleStatistics);

    [Fact]
    public void Working_set_unknown_refuses_a_shrink() =>
        new Situation().With(domain => domain with { WorkingSet = null }).IsRefused(DecisionReason.WorkingSetUnknown);

    [Fact]
    public void Working_set_unknown_is_also_said_when_the_resident_memory_is_not_known() =>
        new Situation().With(domain => domain with { ResidentKib = null }).IsRefused(DecisionReason.WorkingSetUnknown);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Sample_acted_on_is_refused(int secondsAfterTheSample) =>
        new Situation { Entry = LedgerEntry.Empty with { LastShrinkAt = Noon - TimeSpan.FromSeconds(1 - secondsAfterTheSample) } }
            .IsRefused(DecisionReason.SampleActedOn);

    [Fact]
    public void A_sample_taken_after_the_last_shrink_may_be_acted_on() =>
        new Situation { Entry = LedgerEntry.Empty with { LastShrinkAt = Noon - TimeSpan.FromSeconds(1.001) } }
            .IsApplied(DecisionReason.AsRequested, (4 * GiB) - (100 * MiB));

    [Fact]
    public void Sample_acted_on_does_not_hold_a_grant_back() =>
        new Situation { Request = Asking(4 * GiB), Entry = LedgerEntry.Empty with { LastShrinkAt = Noon } }
            .With(domain => domain with { CurrentKib = 2 * GiB }).IsApplied(DecisionReason.AsRequested, 4 * GiB);

    [Fact]
    public void Memory_unknown_is_refused_without_a_current_value() =>
        new Situation().With(domain => domain with { CurrentKib = null }).IsRefused(DecisionReason.MemoryUnknown);

    [Fact]
    public void Memory_unknown_is_refused_without_a_maximum() =>
        new Situation().With(domain => domain with { MaximumKib = null }).IsRefused(DecisionReason.MemoryUnknown);

    [Fact]
    public void Memory_unknown_is_refused_without_the_hosts_memory() => new Situation { Host = null }.IsRefused(DecisionReason.MemoryUnknown);

    [Fact]
    public void Memory_unknown_is_refused_without_a_policy() => new Situation { Policy = null }.IsRefused(DecisionReason.MemoryUnknown);

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void Dead_band_of_one_percent_refuses_small_changes_both_ways(int sign)
    {
        var currentKib = 3 * GiB;
        var bandKib = (long)(4 * GiB * 0.01);
        new Situation { Request = Asking(currentKib + (sign * (bandKib - 1))) }.With(domain => domain with { CurrentKib = currentKib })
            .IsRefused(DecisionReason.DeadBand);
        new Situation { Request = Asking(currentKib + (sign * bandKib)) }.With(domain => domain with { CurrentKib = currentKib })
            .IsApplied(DecisionReason.AsRequested, currentKib + (sign * bandKib));
    }

    [Fact]
    public void Dead_band_is_at_least_16_MiB()
    {
        var small = new Situation { Policy = new EffectivePolicy(256 * MiB, 512 * MiB, 1000) }.With(domain => domain with
        {
            CurrentKib = 400 * MiB,
            MaximumKib = 512 * MiB,
            ResidentKib = 400 * MiB,
            WorkingSet = domain.WorkingSet! with { Kib = 100 * MiB },
        });

        (small with { Request = Asking(384 * MiB + 1) }).IsRefused(DecisionReason.DeadBand);
        (small with { Request = Asking(384 * MiB) }).IsApplied(DecisionReason.AsRequested, 384 * MiB);
    }
}
