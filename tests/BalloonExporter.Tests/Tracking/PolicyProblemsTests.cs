using BalloonExporter.Core.Model;
using BalloonExporter.Tests.Fakes;
using Microsoft.Extensions.Logging;

namespace BalloonExporter.Tests.Tracking;

public sealed class PolicyProblemsTests
{
    private static readonly DomainFacts Facts = Snapshots.Domain(1).Facts;

    private readonly Tracked _tracked = new(TimeProvider.System);

    [Fact]
    public void A_malformed_element_is_counted_and_logged_once_for_each_of_its_forms()
    {
        var broken = Facts with { NextPolicy = PolicySpec.Malformed("shares is no number") };
        Look(broken);
        Look(broken);
        Look(DomainFacts.Unknown);
        Look(broken);
        Assert.Equal(1, _tracked.PolicyErrors.Count);
        var line = Assert.Single(_tracked.Log.Entries);
        Assert.Equal((LogLevel.Warning, "guest1", "shares is no number"), (line.Level, line.Fields["domain"], line.Fields["err"]));

        Look(Facts with { Policy = PolicySpec.Malformed("floor is no size") });
        Look(Facts);
        Assert.Equal(2, _tracked.PolicyErrors.Count);
        Look(broken);
        Assert.Equal(3, _tracked.PolicyErrors.Count);
    }

    [Fact]
    public void Another_instance_with_the_same_problem_is_reported_again()
    {
        var broken = Facts with { Policy = PolicySpec.Malformed("broken") };
        Look(broken);
        _tracked.Problems.Forget(Snapshots.Uuid(1));
        Look(broken);
        _tracked.Problems.Keep(new HashSet<Guid>());
        Look(broken);

        Assert.Equal(3, _tracked.PolicyErrors.Count);
    }

    private void Look(DomainFacts facts) => _tracked.Problems.Look(Snapshots.Domain(1) with { Facts = facts });
}
