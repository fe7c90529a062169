using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Tests.GuardRails;
using BalloonExporter.Core.Tests.Simulation;
using BalloonExporter.Simulator.Controllers;
using BalloonExporter.Simulator.World;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.Replays;

/// <summary>
/// vm0-ai/vm0 #30221: a guest of 4 GiB, 3.3 of them in its balloon, was helped in slices of 65 to 256 MiB each five seconds. The balloon stood still
/// above 3.1 GiB, and the guest did not answer for minutes. vm0-ai/vm0 #29812: a guest was told to have all its memory again; a sample from before
/// that arrived looked like much free memory, the balloon was filled anew, and the guest worked with what it had left.
/// </summary>
public sealed class StandingBalloonReplays
{
    // Ours: a rescue asks for what the working set needs, at the next look.
    [Fact]
    public void A_guest_whose_programs_grow_gets_what_they_want_and_no_slices()
    {
        var guest = new SimulatedGuest(new GuestSetup(0, 4 * GiB, new FixedLoad(tenth => Math.Clamp(((tenth - 300) * 10 * MiB) + (GiB / 2), GiB / 2, GiB * 33 / 10))) { SwapKib = GiB });
        var host = new SimulatedHost(64 * GiB, 8 * GiB, _ => 2 * GiB, [guest]);
        host.SetTarget(guest, GiB);
        Hour.Run(host, null, 15);
        var ours = new Ours();

        Hour.Run(host, ours, 60);

        // 28 seconds at 100 MiB each.
        Assert.InRange(guest.CurrentKib, GiB * 34 / 10, 4 * GiB);
        Assert.Equal(0, guest.Toll.Kills);
        Assert.InRange(guest.Toll.UnmetKibSeconds, 0, GiB / 4);
        Assert.InRange(host.Commands, 2, 15);
    }

    // Ours: who was rescued a moment ago is not taken from by a plan, whatever a sample says.
    [Fact]
    public void A_gift_under_way_is_not_taken_back_on_a_sample_from_before_it()
    {
        var ledger = new MovementLedger();
        var limits = new Limits();
        var domain = ADomain() with { CurrentKib = 600 * MiB, ResidentKib = 600 * MiB, WorkingSet = new WorkingSet(400 * MiB, Noon - TimeSpan.FromSeconds(1)) };
        var (gift, givenAt) = (Asking(4 * GiB) with { Origin = RequestOrigin.Rescue, Cause = ReflexCause.UsableLow }, Noon - TimeSpan.FromSeconds(0.5));
        ledger.Observe(domain, givenAt - TimeSpan.FromSeconds(2), limits);
        ledger.Record(gift, new Decision { Verdict = Verdict.Applied, Reason = DecisionReason.AsRequested, FromKib = 600 * MiB, ToKib = 4 * GiB }, domain, givenAt, limits);
        ledger.Announce(domain, 4 * GiB, givenAt, limits);

        new Situation { Domain = domain, Entry = ledger.Of(domain.Uuid), Request = Asking(GiB, Noon) }.IsRefused(DecisionReason.Cooldown);
    }
}
