namespace BalloonExporter.Rules;

/// <summary>The constants of the rules that may be overridden, by the names and defaults in the pack itself.</summary>
internal static class RuleConstants
{
    private const string Prefix = "balloon:config:";

    private static readonly Lazy<IReadOnlyDictionary<string, double>> All = new(Read);

    /// <summary>The default of each constant by its name.</summary>
    public static IReadOnlyDictionary<string, double> Defaults => All.Value;

    private static Dictionary<string, double> Read()
    {
        List<string> problems = [];
        var rules = ((string[])[ShippedRules.Planner, ShippedRules.Health]).SelectMany(file => RecordingRule.ReadAll(ShippedRules.Read(file), problems))
            .Where(rule => rule.Record.StartsWith(Prefix, StringComparison.Ordinal));
        var defaults = rules.ToDictionary(rule => rule.Record[Prefix.Length..], DefaultOf);
        return problems.Count == 0 ? defaults : throw new InvalidOperationException(string.Join("; ", problems));
    }

    // "max(override) or vector(DEFAULT)", and perhaps more.
    private static double DefaultOf(RecordingRule rule) =>
        rule.Expression.Split(" or ").Select(ConstantExpression.ValueOf).FirstOrDefault(value => value is not null)
        ?? throw new InvalidOperationException($"{rule.Record} has no default");
}
