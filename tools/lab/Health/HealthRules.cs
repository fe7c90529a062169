using System.Text.RegularExpressions;

namespace BalloonExporter.Lab.Health;

/// <summary>
/// The shipped rules with all waiting shortened, and groups evaluated as often. Expressions, thresholds and windows stay as they are: how
/// long a state must last is the business of promtool's tests.
/// </summary>
internal static partial class HealthRules
{
    // All of its exporters are silent, and each is told by name all the same.
    private const string Overrides = """
        groups:
          - name: overrides-of-the-lab
            rules:
              - record: balloon:override:alert_fleet_count
                expr: vector(1000)
              - record: balloon:override:alert_commit_ratio
                expr: vector(0.99)
                labels: {instance: "nobody:10177"}
        """;

    /// <summary>The host that does not exist, for which something is overridden.</summary>
    public static Uri Nobody { get; } = new("http://nobody:10177/");

    private static readonly string Health = Repository.PathOf("alerts", "health.rules.yml");

    /// <summary>Names of all alerts for people.</summary>
    public static async Task<IReadOnlyList<string>> AlertsAsync() =>
        [.. AlertName().Matches(await File.ReadAllTextAsync(Health)).Select(match => match.Groups[1].Value)];

    /// <summary>Writes the copies and returns their paths.</summary>
    public static async Task<IReadOnlyList<string>> ShortenAsync(LabFolder folder)
    {
        Directory.CreateDirectory(folder.PathOf("shortened"));
        var health = await File.ReadAllTextAsync(Health);
        if (!Waiting().IsMatch(health))
            throw new LabException($"{Health}: no \"for\" stands there that could be shortened");
        return
        [
            await folder.WriteAsync(Path.Combine("shortened", "health.rules.yml"), Waiting().Replace(health, "${1}2s")),
            await folder.WriteAsync(Path.Combine("shortened", "overrides.yml"), Overrides),
            // Without alerts of its own.
            Repository.PathOf("alerts", "planner.rules.yml"),
        ];
    }

    [GeneratedRegex(@"^ +- alert: (\S+)$", RegexOptions.Multiline)]
    private static partial Regex AlertName();

    [GeneratedRegex(@"^( +(?:for|keep_firing_for|interval): ).+$", RegexOptions.Multiline)]
    private static partial Regex Waiting();
}
