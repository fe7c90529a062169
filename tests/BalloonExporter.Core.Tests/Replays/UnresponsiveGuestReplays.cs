using BalloonExporter.Core.Model;
using BalloonExporter.Core.Tests.Reflexes;
using BalloonExporter.Core.Tests.Simulation;
using BalloonExporter.Simulator.Controllers;
using BalloonExporter.Simulator.World;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.Replays;

/// <summary>
/// arcboxlabs/arcbox #390: a guest that had nothing left was too busy to answer, and so nothing gave it memory for 18 hours.
/// vm0-ai/vm0 #30221: a guest that had nothing left was helped, but the balloon did not follow, and each request began again from where it stood.
/// </summary>
public sealed class UnresponsiveGuestReplays
{
    // Ours: a guest that had little left and stops reporting is given memory without a figure, also where the host has not much.
    [Theory]
    [InlineData(30)]
    [InlineData(56)]
    public void A_guest_too_busy_to_answer_is_given_memory_within_seconds(int othersGiB)
    {
        var guest = new SimulatedGuest(new GuestSetup(0, 4 * GiB, new FixedLoad(tenth => tenth < 300 ? GiB / 2 : 2 * GiB)) { Manner = GuestManner.Livelocks });
        var host = new SimulatedHost(64 * GiB, 8 * GiB, _ => othersGiB * GiB, [guest]);
        host.SetTarget(guest, GiB);
        Hour.Run(host, null, 15);

        Hour.Run(host, new Ours(), 100);

        Assert.Equal(0, guest.Toll.Kills);
        Assert.InRange(guest.Toll.LongestSpellSeconds, 0.1, 5);
        Assert.InRange(guest.CurrentKib, GiB * 22 / 10, 4 * GiB);
    }

    // Ours: what was not enough is followed by all the guest may have.
    [Fact]
    public void Help_that_was_not_enough_is_followed_by_all_there_is()
    {
        var guest = new SimulatedGuest(new GuestSetup(0, 4 * GiB, new FixedLoad(tenth => Math.Clamp(((tenth - 300) * 25 * MiB) + (GiB / 2), GiB / 2, GiB * 33 / 10))) { SwapKib = GiB });
        var host = new SimulatedHost(64 * GiB, 8 * GiB, _ => 30 * GiB, [guest]);
        host.SetTarget(guest, GiB);
        Hour.Run(host, null, 15);

        Hour.Run(host, new Ours(), 30);

        Assert.Equal(4 * GiB, guest.CurrentKib);
        Assert.Equal(0, guest.Toll.Kills);
        Assert.InRange(host.Commands, 2, 5);
    }

    // Ours: a raised target that the balloon does not reach is a reason of its own to ask for all, and no later request asks for less.
    [Fact]
    public void A_raised_target_that_does_not_arrive_is_raised_to_all_the_guest_may_have()
    {
        var seen = new Seen();
        var standing = Seen.Domain(1, GiB, GiB - (20 * MiB)) with { ReadAt = Seen.Now };
        seen.Told(standing, GiB + (256 * MiB), Seen.Now - TimeSpan.FromSeconds(5));

        var request = Assert.Single(seen.Rescues(standing));

        Assert.Equal((RescueTrigger.NotArriving, 4 * GiB), (request.Trigger, request.TargetKib));
    }
}
