using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Reflexes;
using static BalloonExporter.Core.Tests.GuardRails.Situation;
using static BalloonExporter.Core.Tests.Reflexes.Seen;

namespace BalloonExporter.Core.Tests.Reflexes;

public sealed class RecoveryTests
{
    private readonly Seen _seen = new() { Level = HostLevel.Green };

    [Fact]
    public void Nothing_is_given_back_while_there_is_a_plan() =>
        Assert.Empty(Recovery.Requests(_seen.Look(Domain(1, 2 * GiB, GiB)), abandoned: false));

    [Fact]
    public void A_tenth_of_the_maximum_and_32_MiB_are_given_back_without_a_plan()
    {
        var request = Assert.Single(Recovery.Requests(_seen.Look(Domain(1, 2 * GiB, GiB), Domain(2, 4 * GiB, GiB)), abandoned: true));

        Assert.Equal((RequestOrigin.Recovery, Uuid(1), ReflexCause.NoHeartbeat), (request.Origin, request.Uuid, request.Cause));
        Assert.Equal((2 * GiB) + (long)(4 * GiB * 0.10) + (32 * MiB), request.TargetKib);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_an_operator_keeps_from_a_guest_that_was_never_managed_is_not_given_back(bool silent)
    {
        var domain = Domain(1, 2 * GiB, GiB);
        domain = domain with { Facts = domain.Facts with { HasManagedMarker = false } };
        if (silent)
            domain = domain with { StatisticsFresh = false, Guest = domain.Guest! with { SampledAt = Now - TimeSpan.FromSeconds(301) } };

        Assert.True(LoweredByOperator.Lowered(domain, LedgerEntry.Empty, _seen.Limits));
        Assert.Empty(Recovery.Requests(_seen.Look(domain), abandoned: true));
    }

    [Fact]
    public void A_customer_who_opts_out_is_owed_nothing_that_only_the_operator_kept_from_him()
    {
        var domain = Domain(1, 2 * GiB, GiB);
        domain = domain with
        {
            Facts = domain.Facts with { HasManagedMarker = false, StartedEnabled = true, NextPolicy = new PolicySpec { Enabled = false } },
        };

        Assert.Empty(Recovery.Requests(_seen.Look(domain), abandoned: false));
        Assert.NotEmpty(Recovery.Requests(_seen.Look(domain with { Facts = domain.Facts with { HasManagedMarker = true } }), abandoned: false));
    }

    [Fact]
    public void Lowered_by_the_operator_ends_with_the_exporters_first_move()
    {
        var domain = Domain(1, 2 * GiB, GiB);
        domain = domain with { Facts = domain.Facts with { HasManagedMarker = false } };
        _seen.Told(domain, GiB + (512 * MiB), Noon - TimeSpan.FromMinutes(10));

        Assert.False(LoweredByOperator.Lowered(domain, _seen.Ledger.Of(Uuid(1)), _seen.Limits));
        Assert.False(LoweredByOperator.Lowered(domain with { Facts = domain.Facts with { HasManagedMarker = true } }, LedgerEntry.Empty, _seen.Limits));
        Assert.NotEmpty(Recovery.Requests(_seen.Look(domain), abandoned: true));
    }

    [Fact]
    public void A_guest_that_an_operator_gave_less_is_rescued_all_the_same()
    {
        var domain = Domain(1, GiB, GiB);
        domain = domain with { Facts = domain.Facts with { HasManagedMarker = false } };

        Assert.NotEmpty(_seen.Rescues(domain));
    }

    [Fact]
    public void What_was_taken_within_ten_minutes_is_not_given_back_and_its_part_goes_to_others()
    {
        _seen.Host = AHost(64 * GiB, (long)(64 * GiB * 0.15) + (200 * MiB));
        var taken = Domain(1, 2 * GiB, GiB);
        _seen.Told(taken with { CurrentKib = 3 * GiB }, 2 * GiB, Now - TimeSpan.FromMinutes(9));

        var request = Assert.Single(Recovery.Requests(_seen.Look(taken, Domain(2, 2 * GiB, GiB)), abandoned: true));

        Assert.Equal(Uuid(2), request.Uuid);
        Assert.InRange(request.TargetKib - (2 * GiB), 150 * MiB, 200 * MiB);
    }

    [Fact]
    public void Recovery_never_eats_below_fifteen_percent_of_the_host()
    {
        _seen.Host = AHost(64 * GiB, (long)(64 * GiB * 0.15) + (200 * MiB));

        var given = Recovery.Requests(_seen.Look(Domain(1, 2 * GiB, GiB), Domain(2, 2 * GiB, GiB)), abandoned: true)
            .Sum(request => request.TargetKib - (2 * GiB));

        Assert.InRange(given, 150 * MiB, 200 * MiB);
    }

    [Theory]
    [InlineData(HostLevel.Hold)]
    [InlineData(HostLevel.Red)]
    [InlineData(HostLevel.Crit)]
    public void Nothing_is_given_back_while_the_host_is_not_green(HostLevel level)
    {
        _seen.Level = level;

        Assert.Empty(Recovery.Requests(_seen.Look(Domain(1, 2 * GiB, GiB)), abandoned: true));
    }

    [Fact]
    public void A_guest_that_fell_silent_long_ago_gets_its_memory_back_although_there_is_a_plan()
    {
        var silent = Domain(1, 2 * GiB, GiB);
        silent = silent with { StatisticsFresh = false, Guest = silent.Guest! with { SampledAt = Now - TimeSpan.FromSeconds(301) } };

        Assert.Equal(ReflexCause.Silent, Assert.Single(Recovery.Requests(_seen.Look(silent), abandoned: false)).Cause);
        Assert.Empty(Recovery.Requests(
            _seen.Look(silent with { Guest = silent.Guest with { SampledAt = Now - TimeSpan.FromSeconds(299) } }), abandoned: false));
    }

    [Fact]
    public void A_guest_that_stops_reporting_usable_memory_gets_its_memory_back_although_there_is_a_plan()
    {
        var blind = Domain(1, 2 * GiB, GiB);
        blind = blind with { Guest = blind.Guest! with { UsableKib = null } };

        Assert.Equal(Uuid(1), Assert.Single(Recovery.Requests(_seen.Look(blind), abandoned: false)).Uuid);
        Assert.Empty(Recovery.Requests(_seen.Look(blind with { Facts = blind.Facts with { HasManagedMarker = false } }), abandoned: false));
    }

    public static TheoryData<DomainMemory> Untouchable { get; } =
    [
        Silent() with { Excluded = true },
        Silent() with { Facts = Silent().Facts with { Vfio = true } },
        Silent() with { Facts = Silent().Facts with { Hugepages = true } },
        Silent() with { Facts = Silent().Facts with { MemoryLocked = true } },
        Silent() with { Facts = Silent().Facts with { LaunchSecurity = "sev" } },
        Silent() with { Facts = Silent().Facts with { Balloon = BalloonCapability.Fixed } },
        Silent() with { Facts = Silent().Facts with { StartedEnabled = false } },
        Silent() with { Facts = Silent().Facts with { Policy = PolicySpec.Malformed("x") } },
        Silent() with { MonitorAnswered = false },
    ];

    [Theory]
    [MemberData(nameof(Untouchable))]
    public void A_silent_guest_that_may_not_be_moved_is_not_asked_for_and_takes_no_part(DomainMemory domain)
    {
        _seen.Host = AHost(64 * GiB, (long)(64 * GiB * 0.15) + (200 * MiB));
        var silent = Silent() with { Uuid = Uuid(2) };

        Assert.Empty(Recovery.Requests(_seen.Look(domain), abandoned: false));
        Assert.Empty(Recovery.Requests(_seen.Look(domain), abandoned: true));
        // All the room is the other's.
        Assert.Equal(
            Recovery.Requests(_seen.Look(silent), abandoned: false).Select(request => request.TargetKib),
            Recovery.Requests(_seen.Look(domain, silent), abandoned: false).Select(request => request.TargetKib));
    }

    [Theory]
    [InlineData(HostLevel.Green, 1)]
    [InlineData(HostLevel.Hold, 1)]
    [InlineData(HostLevel.Red, 0)]
    public void A_customer_who_opted_out_gets_all_of_it_back_as_the_host_allows(HostLevel level, int requests)
    {
        _seen.Level = level;
        var domain = Domain(1, 2 * GiB, GiB);
        domain = domain with { Facts = domain.Facts with { StartedEnabled = true, Policy = new PolicySpec { Enabled = false }, NextPolicy = new PolicySpec { Enabled = false } } };

        var asked = Recovery.Requests(_seen.Look(domain), abandoned: false);

        Assert.Equal(requests, asked.Count);
        Assert.All(asked, request => Assert.Equal(4 * GiB, request.TargetKib));
    }

    [Fact]
    public void A_stuck_balloon_that_may_not_be_moved_is_not_told_anything()
    {
        var domain = Domain(1, (long)(3.5 * GiB), GiB) with { Excluded = true };
        _seen.Told(domain with { CurrentKib = 4 * GiB }, 3 * GiB, Noon - TimeSpan.FromSeconds(10));
        for (var second = -9; second <= 0; second++)
            _seen.Ledger.Observe(domain, Noon + TimeSpan.FromSeconds(second), _seen.Limits);

        Assert.Empty(Recovery.Releases(_seen.Look(domain)));
    }

    [Fact]
    public void A_stuck_balloon_is_told_to_stay_where_it_is()
    {
        var domain = Domain(1, (long)(3.5 * GiB), GiB);
        _seen.Told(domain with { CurrentKib = 4 * GiB }, 3 * GiB, Noon - TimeSpan.FromSeconds(10));
        for (var second = -9; second <= 0; second++)
            _seen.Ledger.Observe(domain, Noon + TimeSpan.FromSeconds(second), _seen.Limits);

        var request = Assert.Single(Recovery.Releases(_seen.Look(domain)));

        Assert.Equal(((long)(3.5 * GiB), ReflexCause.Stalled), (request.TargetKib, request.Cause));
    }

    private static DomainMemory Silent()
    {
        var domain = Domain(1, 2 * GiB, GiB);
        return domain with { StatisticsFresh = false, Guest = domain.Guest! with { SampledAt = Now - TimeSpan.FromSeconds(301) } };
    }
}
