using System.Text.RegularExpressions;
using BalloonExporter.Core.Planning;
using BalloonExporter.Rules;

namespace BalloonExporter.Tests.Alerts;

/// <summary>A constant of the plan has one number in the rules and one in C#, and these are equal.</summary>
public sealed partial class PlannerConstantsTests
{
    /// <summary>Used by the plan alone. All others are used by the reflexes and guard-rails too.</summary>
    private static readonly string[] PlanOnly =
    [
        nameof(PlannerConstants.InflightSeconds),
        nameof(PlannerConstants.MaxAgeSeconds),
        nameof(PlannerConstants.PressureSwapOutBytes),
        nameof(PlannerConstants.SplitLeaveRatio),
        nameof(PlannerConstants.SplitReserveRatio),
    ];

    [Fact]
    public void The_constants_are_those_of_the_rules_in_name_order_and_value()
    {
        List<string> problems = [];
        var rules = RecordingRule.ReadAll(File.ReadAllText(Path.Combine(Repository.Root, "alerts", ShippedRules.Planner)), problems)
            .Where(rule => rule.Record.StartsWith("balloon:config:", StringComparison.Ordinal)).Select(rule => rule.Record["balloon:config:".Length..]).ToList();

        Assert.Empty(problems);
        Assert.Equal(39, rules.Count);
        Assert.Equal(
            rules.Select(name => (name, RuleConstants.Defaults[name])),
            PlannerConstants.All.Select(constant => (constant.Name, constant.Of(PlannerConstants.Shipped))));
    }

    [Fact]
    public void Each_constant_is_one_property_of_its_name()
    {
        var properties = typeof(PlannerConstants).GetProperties().Where(property => property.PropertyType == typeof(double)).ToList();

        Assert.Equal(properties.Select(property => property.Name), PlannerConstants.All.Select(constant => PropertyOf(constant.Name)));
        Assert.All(properties.Zip(PlannerConstants.All), each =>
        {
            var changed = each.Second.With(PlannerConstants.Shipped, 7.5);
            Assert.Equal(7.5, each.First.GetValue(changed));
            Assert.Equal(7.5, each.Second.Of(changed));
            Assert.Equal(PlannerConstants.Shipped, each.Second.With(changed, each.Second.Of(PlannerConstants.Shipped)));
        });
    }

    [Fact]
    public void Each_constant_is_used_by_the_reflexes_or_is_the_plans_alone()
    {
        var used = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "BalloonExporter.Core"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/Planning/", StringComparison.Ordinal))
            .SelectMany(file => Use().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).ToHashSet();

        Assert.Equal(PlannerConstants.All.Select(constant => PropertyOf(constant.Name)).Except(used).Order(), PlanOnly);
    }

    private static string PropertyOf(string name) => Word().Replace(name, word => word.Groups[1].Value.ToUpperInvariant());

    [GeneratedRegex("(?:^|_)([a-z])")]
    private static partial Regex Word();

    [GeneratedRegex(@"\b(?:Planner|plan)\.([A-Z]\w+)")]
    private static partial Regex Use();
}
