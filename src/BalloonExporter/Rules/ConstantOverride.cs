namespace BalloonExporter.Rules;

/// <summary>A rule that overrides a constant of the rules.</summary>
/// <param name="Place">Its location: file and line.</param>
/// <param name="Name">The constant.</param>
/// <param name="Instance">The host it is for; null: all hosts without an override of their own.</param>
/// <param name="Value">The value; null when only Prometheus can compute it.</param>
internal sealed record ConstantOverride(string Place, string Name, string? Instance, double? Value)
{
    private const string Prefix = "balloon:override:";
    private const string InstanceLabel = "instance";

    /// <summary>The overrides among a file's rules, in their order.</summary>
    /// <param name="file">The file's name.</param>
    /// <param name="rules">Its rules.</param>
    public static IEnumerable<ConstantOverride> AllOf(string file, IEnumerable<RecordingRule> rules) => rules
        .Where(rule => rule.Record.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(rule => new ConstantOverride(
            $"{file}:{rule.Line}",
            rule.Record[Prefix.Length..],
            rule.Labels.GetValueOrDefault(InstanceLabel) is { Length: > 0 } instance ? instance : null,
            ConstantExpression.ValueOf(rule.Expression)));
}
