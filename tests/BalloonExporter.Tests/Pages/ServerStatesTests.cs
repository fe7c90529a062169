using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Pages;
using BalloonExporter.Tests.Fakes;

namespace BalloonExporter.Tests.Pages;

/// <summary>Which state a server is in, by what libvirt says of it.</summary>
public sealed class ServerStatesTests
{
    private static readonly PolicySpec Off = new() { Enabled = false };
    private static readonly DomainFacts Usual = Snapshots.Domain(1).Facts;

    [Fact]
    public void A_usual_server_is_on() => Is(ServerState.On, Usual);

    [Fact]
    public void A_container_is_no_virtual_machine() => Is(ServerState.Container, Usual with { Balloon = BalloonCapability.None });

    [Fact]
    public void An_opt_out_is_pending_until_the_server_was_started_with_it()
    {
        Is(ServerState.OffPending, Usual with { NextPolicy = Off });
        Is(ServerState.Off, Usual with { NextPolicy = Off, Policy = Off, StartedEnabled = false });
        Is(ServerState.OnPending, Usual with { Policy = Off, StartedEnabled = false });
    }

    [Fact]
    public void An_opt_out_with_fixed_memory_is_off_and_not_pinned()
    {
        Is(ServerState.OffPending, Usual with { NextPolicy = Off, NextBalloon = BalloonCapability.Fixed });
        Is(ServerState.Off, Usual with { NextPolicy = Off, Policy = Off, StartedEnabled = false, Balloon = BalloonCapability.Fixed, NextBalloon = BalloonCapability.Fixed });
    }

    [Fact]
    public void Fixed_memory_for_other_reasons_leaves_nothing_to_set()
    {
        Is(ServerState.Pinned, Usual with { Balloon = BalloonCapability.Fixed, NextBalloon = BalloonCapability.Fixed });
        Is(ServerState.Pinned, Usual with { Vfio = true, NextPolicy = Off });
        Is(ServerState.Pinned, Usual with { Hugepages = true });
        Is(ServerState.Pinned, Usual with { MemoryLocked = true });
        Is(ServerState.Pinned, Usual with { MemoryImmediate = true });
        Is(ServerState.Pinned, Usual with { LaunchSecurity = "sev" });
        Is(ServerState.Pinned, Usual with { MemoryByHand = true });
    }

    [Fact]
    public void A_server_that_does_not_run_is_off() => Assert.Equal(
        ServerState.Stopped,
        ServerStates.Of(new StoredDomain(Snapshots.Uuid(1), "guest1", false, Usual with { NextPolicy = Off }), null, new Limits(), Snapshots.Noon.Steady()));

    [Fact]
    public void A_guest_without_a_driver_says_so_after_its_start()
    {
        Is(ServerState.NoDriver, Usual, Snapshots.Domain(1) with { Guest = null });
        Is(ServerState.NoDriver, Usual, Snapshots.Domain(1) with { Guest = Snapshots.Domain(1).Guest! with { UsableKib = null } });
        Is(ServerState.On, Usual, Snapshots.Domain(1) with { Guest = null, MonitorAnswered = false });
        Is(ServerState.On, Usual, Snapshots.Domain(1) with { Guest = null, Facts = Usual with { RunningSince = Snapshots.Noon.Steady() - TimeSpan.FromSeconds(5) } });
    }

    [Fact]
    public void A_malformed_policy_is_told_as_what_it_is() => Is(ServerState.Unclear, Usual with { NextPolicy = new PolicySpec { Problem = "floor" } });

    private static void Is(ServerState expected, DomainFacts facts, DomainMemory? seen = null) => Assert.Equal(
        expected,
        ServerStates.Of(
            new StoredDomain(Snapshots.Uuid(1), "guest1", true, facts), seen ?? Snapshots.Domain(1) with { Facts = facts }, new Limits(), Snapshots.Noon.Steady()));
}
