namespace BalloonExporter.Rules;

/// <summary>The constants of the rules that may be overridden, with their names and defaults, read from the rule files.</summary>
internal static class RuleConstants
{
    private const string Prefix = "balloon:config:";

    private static readonly Lazy<IReadOnlyList<RecordingRule>> All = new(Read);

    /// <summary>The default of each constant by its name.</summary>
    public static IReadOnlyDictionary<string, double> Defaults => field ??= All.Value.ToDictionary(NameOf, DefaultOf);

    /// <summary>Constants that cannot be set for one host, because they are compared with series without a host.</summary>
    public static IReadOnlySet<string> ForAllHostsOnly =>
        field ??= All.Value.Where(rule => !rule.Expression.Contains("{instance!=\"\"}", StringComparison.Ordinal)).Select(NameOf).ToHashSet();

    private static List<RecordingRule> Read()
    {
        List<string> problems = [];
        List<RecordingRule> rules = [.. ((string[])[ShippedRules.Planner, ShippedRules.Health]).SelectMany(file => RecordingRule.ReadAll(ShippedRules.Read(file), problems))
            .Where(rule => rule.Record.StartsWith(Prefix, StringComparison.Ordinal))];
        return problems.Count == 0 ? rules : throw new InvalidOperationException(string.Join("; ", problems));
    }

    private static string NameOf(RecordingRule rule) => rule.Record[Prefix.Length..];

    // "max(override) or vector(DEFAULT)", possibly followed by more.
    private static double DefaultOf(RecordingRule rule) =>
        rule.Expression.Split(" or ").Select(ConstantExpression.ValueOf).FirstOrDefault(value => value is not null)
        ?? throw new InvalidOperationException($"{rule.Record} has no default");
}
