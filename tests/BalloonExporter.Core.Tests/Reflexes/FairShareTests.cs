using BalloonExporter.Core.Model;
using static BalloonExporter.Core.Tests.GuardRails.Situation;
using static BalloonExporter.Core.Tests.Reflexes.Seen;

namespace BalloonExporter.Core.Tests.Reflexes;

public sealed class FairShareTests
{
    // Twenty floors of 1 GiB are more than the host has; six GiB of them are occupied.
    private readonly DomainMemory[] _idle =
        [.. Enumerable.Range(2, 20).Select(number => Domain(number, 4 * GiB, 100 * MiB) with { ResidentKib = 300 * MiB })];

    private readonly Seen _seen = new() { Host = AHost(16 * GiB, 4 * GiB) };

    [Fact]
    public void Floors_that_idle_guests_do_not_occupy_are_not_counted_against_a_guest_in_need()
    {
        var request = Assert.Single(_seen.Rescues([Domain(1, 2 * GiB, (2 * GiB) - MiB), .. _idle]));

        Assert.Equal(Uuid(1), request.Uuid);
        Assert.InRange(request.TargetKib, (2 * GiB) + (64 * MiB), 4 * GiB);
    }

    [Fact]
    public void What_idle_guests_occupy_is_counted_up_to_their_floor()
    {
        var occupied = _idle.Select(domain => domain with { ResidentKib = GiB });
        _seen.Host = AHost(24 * GiB, GiB);

        var share = _seen.Look([Domain(1, 2 * GiB, (2 * GiB) - MiB), .. occupied]).FairShare;

        // 20 of them and the one in need hold 22 of 23 GiB.
        Assert.NotNull(share);
        Assert.All(occupied, domain => Assert.True(share.Parts[domain.Uuid] >= GiB - (long)(24 * GiB * 0.03)));
        Assert.True(share.Parts.Values.Sum() <= (23 * GiB) - (long)(24 * GiB * 0.03) + 21);
    }
}
