using BalloonExporter.Core.Model;
using static BalloonExporter.Core.Tests.GuardRails.Situation;
using static BalloonExporter.Core.Tests.Reflexes.Seen;

namespace BalloonExporter.Core.Tests.Reflexes;

/// <content>What a host that is short of room does for a rescue.</content>
public sealed partial class RescueTests
{
    [Fact]
    public void Where_the_host_is_short_idle_memory_of_others_is_taken_first()
    {
        // 3 % are 1.92 GiB: nothing may be given away.
        _seen.Host = AHost(64 * GiB, (long)(64 * GiB * 0.03));

        var request = Assert.Single(_seen.Rescues(Domain(1, 2 * GiB, 2 * GiB), Domain(2, 4 * GiB, GiB)));

        Assert.Equal((Uuid(2), RequestOrigin.Donor, ReflexCause.Room), (request.Uuid, request.Origin, request.Cause));
        Assert.Equal([Domain(1, 2 * GiB, 2 * GiB).Name], request.Helps);
        Assert.Null(request.Trigger);
        Assert.InRange(request.TargetKib, GiB + (384 * MiB), (4 * GiB) - 1);
    }

    [Fact]
    public void Where_the_host_is_short_what_it_has_is_divided_and_the_worst_off_gets_the_most()
    {
        _seen.Host = AHost(64 * GiB, (long)(64 * GiB * 0.03) + (600 * MiB));
        var little = Domain(1, 2 * GiB, 2 * GiB);
        var much = Domain(2, 2 * GiB, 2 * GiB) with { SwapDebtKib = 500 * MiB };

        var requests = _seen.Rescues(little, much).ToDictionary(request => request.Uuid, request => request.TargetKib - (2 * GiB));

        Assert.InRange(requests.Values.Sum(), 590 * MiB, 600 * MiB);
        Assert.True(requests.GetValueOrDefault(Uuid(2)) > 2 * requests.GetValueOrDefault(Uuid(1)));
    }

    [Fact]
    public void Room_to_breathe_is_given_only_while_the_host_can_do_without()
    {
        // It has what it needs to live, but grows.
        var domain = Domain(1, 2 * GiB, GiB);
        domain = domain with { WorkingSet = domain.WorkingSet! with { RisePerSecondKib = 60 * MiB } };
        Assert.Single(_seen.Rescues(domain));

        _seen.Host = AHost(64 * GiB, (long)(64 * GiB * 0.09));
        Assert.Empty(_seen.Rescues(domain));
    }

    [Fact]
    public void What_is_on_its_way_back_to_the_host_is_not_taken_again()
    {
        _seen.Host = AHost(64 * GiB, (long)(64 * GiB * 0.03));
        var giver = Domain(2, 4 * GiB, GiB);
        _seen.Told(giver, 2 * GiB, Noon);

        Assert.Empty(_seen.Rescues(Domain(1, 2 * GiB, 2 * GiB), giver));
    }

    [Fact]
    public void When_the_needs_do_not_fit_no_guest_is_given_more_than_its_share()
    {
        // Eight guests want 4 GiB each, and there are 20.
        var domains = Enumerable.Range(1, 8).Select(number => Domain(number, 2 * GiB, 2 * GiB) with { SwapDebtKib = 2 * GiB }).ToArray();
        _seen.Host = AHost(20 * GiB, 4 * GiB);

        var requests = _seen.Rescues(domains);

        Assert.NotEmpty(requests);
        Assert.All(requests, request => Assert.InRange(request.TargetKib, 2 * GiB, (long)(2.5 * GiB)));
    }
}
