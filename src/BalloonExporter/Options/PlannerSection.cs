using BalloonExporter.Core.Planning;
using BalloonExporter.Rules;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Options;

/// <summary>
/// The <c>planner</c> section of the configuration file: constants of the plan for this host, by the names of
/// <c>balloon:override:NAME</c>. Values are written as in a rule, for example <c>512 * 1024 * 1024</c>, and checked as by <c>rules
/// check</c>.
/// </summary>
internal sealed class PlannerSection(List<string> problems)
{
    public const string Key = "planner";

    /// <summary>Prefix of its keys, dotted or nested.</summary>
    public const string Prefix = Key + ".";

    private static readonly Dictionary<string, double> Defaults =
        PlannerConstants.All.ToDictionary(constant => constant.Name, constant => constant.Of(PlannerConstants.Shipped));

    private readonly List<ConstantOverride> _overrides = [];

    /// <summary>Adds one key with its value.</summary>
    public void Add(string key, YamlNode? value, string where)
    {
        if (value is YamlScalar scalar && ConstantExpression.ValueOf(scalar.Text) is { } number)
            _overrides.Add(new ConstantOverride(where, key[Prefix.Length..], null, number));
        else
            problems.Add($"{key} is not a number ({where})");
    }

    /// <summary>The constants; invalid values are reported as problems.</summary>
    public PlannerConstants Read()
    {
        var wrong = OverrideCheck.Problems(_overrides, Defaults);
        problems.AddRange(wrong.Select(problem => $"planner: {problem}"));
        return wrong.Count > 0
            ? PlannerConstants.Shipped
            : _overrides.Aggregate(PlannerConstants.Shipped, (constants, each) => PlannerConstants.All.Single(one => one.Name == each.Name).With(constants, each.Value!.Value));
    }
}
