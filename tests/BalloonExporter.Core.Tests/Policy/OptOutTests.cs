using System.Text.RegularExpressions;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Tests.GuardRails;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.Policy;

public sealed class OptOutTests
{
    private static readonly PolicySpec No = new() { Enabled = false };
    private static readonly PolicySpec Yes = new() { Enabled = true };
    private static readonly Limits Limits = new();

    [Fact]
    public void Opted_out_refuses_a_shrink_of_the_running_instance_at_once() =>
        OptedOutWhileRunning().IsRefused(DecisionReason.OptedOut);

    [Fact]
    public void Opted_out_does_not_hold_back_what_the_instance_is_owed() =>
        (OptedOutWhileRunning() with { Request = Asking(4 * GiB) }).With(domain => domain with { CurrentKib = 2 * GiB })
            .IsApplied(DecisionReason.AsRequested, 4 * GiB);

    [Fact]
    public void Opted_out_keeps_the_hosts_reserve_all_the_same() =>
        (OptedOutWhileRunning() with { Request = Asking(4 * GiB), Host = AHost(64 * GiB, (long)(64 * GiB * 0.02) + GiB) })
            .With(domain => domain with { CurrentKib = 2 * GiB })
            .IsApplied(DecisionReason.HostRoom, 3 * GiB);

    [Fact]
    public void Opted_out_is_also_a_domain_that_was_started_so_and_it_gets_no_command()
    {
        foreach (var spec in (PolicySpec?[])[No, Yes, null])
        {
            var started = new Situation().WithFacts(facts => facts with { Policy = spec, NextPolicy = spec, StartedEnabled = false });
            started.IsRefused(DecisionReason.OptedOut);
            (started with { Request = Asking(4 * GiB) }).With(domain => domain with { CurrentKib = 2 * GiB }).IsRefused(DecisionReason.OptedOut);
        }
    }

    [Fact]
    public void Opted_out_of_unknown_start_gets_no_command_at_all() =>
        (OptedOutWhileRunning() with { Request = Asking(4 * GiB) })
            .With(domain => domain with { CurrentKib = 2 * GiB, Facts = domain.Facts with { StartedEnabled = null } })
            .IsRefused(DecisionReason.OptedOut);

    [Fact]
    public void Opted_out_by_the_running_instances_own_element_counts_too() =>
        new Situation().WithFacts(facts => facts with { Policy = No, StartedEnabled = true }).IsRefused(DecisionReason.OptedOut);

    [Fact]
    public void Opted_out_by_the_operator_for_the_name_is_undone_by_the_domains_own_element()
    {
        var limits = new Limits { Overrides = [new PolicyOverride(new Regex("^sh.p$"), No)] };
        var situation = new Situation { Limits = limits };

        situation.IsRefused(DecisionReason.OptedOut);
        situation.WithFacts(facts => facts with { Policy = Yes, NextPolicy = Yes }).IsApplied(DecisionReason.AsRequested, (4 * GiB) - (100 * MiB));
    }

    [Fact]
    public void Opted_out_does_not_hide_what_else_forbids_a_command() =>
        (OptedOutWhileRunning() with { Request = Asking(4 * GiB) })
            .With(domain => domain with { CurrentKib = 2 * GiB, Facts = domain.Facts with { Vfio = true } })
            .IsRefused(DecisionReason.Vfio);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Policy_invalid_leaves_the_domain_alone_both_ways(bool next)
    {
        var malformed = PolicySpec.Malformed("enabled is neither yes nor no: maybe");
        var situation = new Situation().WithFacts(facts => next ? facts with { NextPolicy = malformed } : facts with { Policy = malformed });

        situation.IsRefused(DecisionReason.PolicyInvalid);
        (situation with { Request = Asking(4 * GiB) }).With(domain => domain with { CurrentKib = 2 * GiB }).IsRefused(DecisionReason.PolicyInvalid);
    }

    [Fact]
    public void A_domain_that_is_owed_memory_is_owed_all_of_it()
    {
        var owed = OptedOutWhileRunning().Domain! with { CurrentKib = 2 * GiB };

        Assert.Equal([(owed, 4 * GiB)], OptOut.Owed([ADomain() with { CurrentKib = 2 * GiB }, owed], Limits, Noon));
    }

    [Fact]
    public void Nothing_is_owed_to_a_domain_with_all_its_memory_or_started_so_or_that_cannot_be_given_any()
    {
        var owed = OptedOutWhileRunning().Domain! with { CurrentKib = 2 * GiB };

        Assert.Empty(OptOut.Owed(
            [
                owed with { CurrentKib = (4 * GiB) - MiB },
                owed with { Facts = owed.Facts with { StartedEnabled = false } },
                owed with { Facts = owed.Facts with { StartedEnabled = null } },
                owed with { State = DomainState.Paused },
                owed with { MonitorAnswered = false },
                owed with { Excluded = true },
                owed with { CurrentKib = null },
            ],
            Limits,
            Noon));
    }

    [Fact]
    public void A_restart_is_required_when_the_next_start_will_differ_from_this_one()
    {
        // was on, element for the next start, required
        (bool Started, PolicySpec? Next, bool Required)[] cases =
            [(true, null, false), (true, Yes, false), (true, No, true), (false, No, false), (false, Yes, true), (false, null, true)];
        foreach (var (started, next, required) in cases)
        {
            Assert.Equal(required, Required(facts => facts with { StartedEnabled = started, NextPolicy = next }));
        }
    }

    [Fact]
    public void A_restart_gives_no_balloon_to_a_definition_without_one()
    {
        Assert.False(Required(facts => facts with { Balloon = BalloonCapability.Fixed, NextBalloon = BalloonCapability.Fixed, StartedEnabled = true }));
        // Pinned, and opted in again: the definition has its balloon back, the instance has none.
        Assert.True(Required(facts => facts with { Balloon = BalloonCapability.Fixed, StartedEnabled = false, Policy = No, NextPolicy = Yes }));
        // Pinned while it runs: the instance still has one.
        Assert.True(Required(facts => facts with { NextBalloon = BalloonCapability.Fixed, StartedEnabled = true, NextPolicy = No }));
    }

    [Fact]
    public void Whether_a_restart_is_required_is_not_said_where_it_is_not_known()
    {
        Assert.Null(Required(facts => facts with { Balloon = BalloonCapability.None }));
        Assert.Null(Required(facts => facts with { Balloon = null }));
        Assert.Null(Required(facts => facts with { StartedEnabled = null }));
        Assert.Null(Required(facts => facts with { NextPolicy = PolicySpec.Malformed("broken") }));
    }

    // What the running instance has is what it was started with; the opt-out is in the definition for the next start.
    private static Situation OptedOutWhileRunning() => new Situation().WithFacts(facts => facts with { NextPolicy = No, StartedEnabled = true });

    private static bool? Required(Func<DomainFacts, DomainFacts> change) => OptOut.IsRestartRequired(
        ADomain() with { Facts = change(ADomain().Facts with { StartedEnabled = true, NextBalloon = BalloonCapability.Manageable }) }, Limits);
}
