using System.Text.RegularExpressions;

namespace BalloonExporter.Tests.Alerts;

/// <summary>An alert of health.rules.yml, as it is written there.</summary>
internal sealed partial record PeopleAlert(string Name, string Text)
{
    public static IReadOnlyList<PeopleAlert> All { get; } =
    [
        .. Start().Split(File.ReadAllText(Path.Combine(Repository.Root, "alerts", "health.rules.yml"))).Skip(1).Chunk(2)
            .Select(pair => new PeopleAlert(pair[0], pair[1])),
    ];

    public string? Severity => Value("severity");

    public string? Summary => Value("summary");

    public string? Description => Value("description");

    public string? RunbookUrl => Value("runbook_url");

    public string? DashboardUid => Value("dashboard_uid");

    private string? Value(string key) =>
        Regex.Match(Text, $@"^ +{key}: '?(.*?)'?$", RegexOptions.Multiline) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^ +- alert: (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Start();
}
