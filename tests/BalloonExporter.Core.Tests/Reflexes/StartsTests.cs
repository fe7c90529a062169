using BalloonExporter.Core.Model;
using BalloonExporter.Core.Reflexes;
using static BalloonExporter.Core.Tests.GuardRails.Situation;
using static BalloonExporter.Core.Tests.Reflexes.Seen;

namespace BalloonExporter.Core.Tests.Reflexes;

public sealed class StartsTests
{
    // RED begins below 6 %.
    private const long AboveRedKib = (2 * GiB) - (long)(32 * GiB * 0.06);

    private readonly Seen _seen = new() { Host = AHost(32 * GiB, 2 * GiB) };

    [Fact]
    public void What_a_start_will_touch_and_the_host_lacks_is_taken_from_idle_memory_at_once()
    {
        // A quarter of 4 GiB, of which it has 100 MiB; what is above the mark of RED is there already.
        var requests = Starts.Requests(
            _seen.Look(Domain(1, 4 * GiB, GiB), Domain(3, 4 * GiB, GiB), Domain(4, 4 * GiB, GiB), Started(10, 100 * MiB)), expectedKib: 0);

        Assert.All(requests, request => Assert.Equal((RequestOrigin.Donor, ReflexCause.Start, Started(10, 100 * MiB).Name), (request.Origin, request.Cause, Assert.Single(request.Helps))));
        Assert.Equal(GiB - (100 * MiB) - AboveRedKib, requests.Sum(request => (4 * GiB) - request.TargetKib), 4.0);
    }

    [Fact]
    public void What_is_about_to_start_counts_too()
    {
        var request = Assert.Single(Starts.Requests(_seen.Look(Domain(1, 4 * GiB, GiB)), expectedKib: 300 * MiB));

        Assert.Equal((4 * GiB) - ((300 * MiB) - AboveRedKib), request.TargetKib, 4.0);
        // It does not run yet, so its name is not known.
        Assert.Empty(request.Helps);
    }

    [Theory]
    [InlineData(60, 100)]
    [InlineData(10, 1024)]
    public void After_a_minute_or_with_what_it_was_expected_to_touch_a_start_asks_for_nothing(int secondsAgo, int residentMib) =>
        Assert.Empty(Starts.Requests(_seen.Look(Domain(1, 4 * GiB, GiB), Started(secondsAgo, residentMib * MiB)), expectedKib: 0));

    [Fact]
    public void On_a_host_with_room_nothing_is_taken_for_a_start()
    {
        _seen.Host = AHost(16 * GiB, 4 * GiB);

        Assert.Empty(Starts.Requests(_seen.Look(Domain(1, 4 * GiB, GiB), Started(10, 100 * MiB)), expectedKib: GiB));
    }

    [Fact]
    public void Nothing_that_others_need_is_taken_for_a_start() =>
        Assert.Empty(Starts.Requests(_seen.Look(Domain(1, 4 * GiB, (long)(3.5 * GiB)), Started(10, 100 * MiB)), expectedKib: GiB));

    private static DomainMemory Started(int secondsAgo, long residentKib)
    {
        var domain = Domain(2, 4 * GiB, 100 * MiB);
        return domain with { ResidentKib = residentKib, Facts = domain.Facts with { RunningSince = Now - TimeSpan.FromSeconds(secondsAgo) } };
    }
}
