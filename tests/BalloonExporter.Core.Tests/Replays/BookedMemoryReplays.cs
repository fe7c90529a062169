using BalloonExporter.Core.Tests.Simulation;
using BalloonExporter.Simulator.Controllers;
using BalloonExporter.Simulator.World;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.Replays;

/// <summary>
/// zaphosting/docs #1552: a customer booked 8 GB and saw 6. Beyond 6 his kernel killed his programs, with files in memory (tmpfs) as with anything else;
/// the balloon never gave way.
/// </summary>
public sealed class BookedMemoryReplays
{
    // Ours: who needs what he booked gets it before his kernel kills, without swap too.
    [Fact]
    public void A_customer_who_uses_what_he_booked_gets_it()
    {
        var guest = new SimulatedGuest(new GuestSetup(0, 8 * GiB, new FixedLoad(tenth => Math.Clamp(((tenth - 300) * 10 * MiB) + (4 * GiB), 4 * GiB, GiB * 74 / 10))));
        var host = new SimulatedHost(64 * GiB, 8 * GiB, _ => 30 * GiB, [guest]);
        host.SetTarget(guest, 6 * GiB);
        Hour.Run(host, null, 15);

        Hour.Run(host, new Ours(), 120);

        Assert.Equal((0, 0.0), (guest.Toll.Kills, guest.Toll.UnmetKibSeconds));
        Assert.InRange(guest.CurrentKib, GiB * 76 / 10, 8 * GiB);
    }

    // Ours: what was taken in need is given back when the host is well, so that he sees what he booked.
    [Fact]
    public void What_was_taken_from_an_idle_guest_comes_back_when_the_host_is_well()
    {
        SimulatedGuest[] guests = [.. Enumerable.Range(0, 6).Select(number => new SimulatedGuest(new GuestSetup(number, 8 * GiB, new FixedLoad(_ => 2 * GiB) { InitialCacheKib = 5 * GiB })))];
        var host = new SimulatedHost(64 * GiB, 8 * GiB, second => (second < 300 ? 20 : 2) * GiB, guests);
        var ours = new Ours();
        Hour.Run(host, ours, 300);
        Assert.InRange(guests.Sum(guest => guest.CurrentKib), 24 * GiB, 45 * GiB);

        Hour.Run(host, ours, 1200);

        Assert.All(guests, guest => Assert.InRange(guest.CurrentKib, GiB * 78 / 10, 8 * GiB));
        Assert.Equal(0, guests.Sum(guest => guest.Toll.Kills));
    }
}
