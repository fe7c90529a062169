using System.Text.RegularExpressions;
using BalloonExporter.Rules;

namespace BalloonExporter.Tests.Alerts;

/// <summary>How late a plan is where each rule sees what the one before it recorded in the evaluation before.</summary>
public sealed partial class PlannerChainTests
{
    [Fact]
    public void The_age_that_the_alerts_tell_counts_each_link_from_a_domains_figures_to_its_target()
    {
        List<string> problems = [];
        var rules = RecordingRule.ReadAll(ShippedRules.Read(ShippedRules.Planner), problems);
        var links = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var rule in rules)
        {
            var before = Recorded().Matches(rule.Expression).Select(match => match.Value).Where(name => name != rule.Record).Max(name => links.GetValueOrDefault(name));
            if (before > 0 || rule.Expression.Contains("balloon_domain_", StringComparison.Ordinal))
                links[rule.Record] = before + 1;
        }

        Assert.Empty(problems);
        // The alert is the last link.
        var all = links["balloon:domain_target:move_bytes"] + 1;
        Assert.Contains($"- {all} * (time() -", rules.Single(rule => rule.Record == "balloon:host_plan:timestamp_seconds").Expression, StringComparison.Ordinal);
        Assert.Contains($"the chain is {all} links long", ShippedRules.Read(ShippedRules.Planner), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"balloon:\w+:\w+|$")]
    private static partial Regex Recorded();
}
