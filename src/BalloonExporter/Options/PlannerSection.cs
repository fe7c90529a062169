using BalloonExporter.Core.Planning;
using BalloonExporter.Rules;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Options;

/// <summary>
/// The <c>planner</c> section of the configuration file: constants of the plan for this host, by the names of
/// <c>balloon:override:NAME</c>. Values are written as in a rule, for example <c>512 * 1024 * 1024</c>, and checked as by <c>rules
/// check</c>.
/// </summary>
internal sealed class PlannerSection
{
    private const string Key = "planner";

    // Its keys, dotted or nested.
    private const string Prefix = Key + ".";

    private static readonly Dictionary<string, double> Defaults =
        PlannerConstants.All.ToDictionary(constant => constant.Name, constant => constant.Of(PlannerConstants.Shipped));

    private readonly List<ConstantOverride> _overrides = [];

    /// <summary>Takes a key of the section; false for other keys, and for the mapping itself, whose keys come one by one.</summary>
    public bool TryTake(string key, YamlNode? value, FilePlace place, List<string> problems)
    {
        if (key == Key && value is not YamlMap)
            problems.Add($"{key}: expected a mapping ({place})");
        else if (!key.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        else if (value is YamlScalar scalar && ConstantExpression.ValueOf(scalar.Text) is { } number)
            _overrides.Add(new ConstantOverride(place.ToString(), key[Prefix.Length..], null, number));
        else
            problems.Add($"{key} is not a number ({place})");
        return true;
    }

    /// <summary>The constants; invalid values are reported as problems.</summary>
    public PlannerConstants Read(List<string> problems)
    {
        var wrong = OverrideCheck.Problems(_overrides, Defaults);
        problems.AddRange(wrong.Select(problem => $"planner: {problem}"));
        return wrong.Count > 0
            ? PlannerConstants.Shipped
            : _overrides.Aggregate(PlannerConstants.Shipped, (constants, each) => PlannerConstants.All.Single(one => one.Name == each.Name).With(constants, each.Value!.Value));
    }
}
