using System.Text.RegularExpressions;

namespace BalloonExporter.Tests.Alerts;

/// <summary>A page of alerts/runbooks.</summary>
internal sealed partial record Runbook(string Name, string Text)
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "alerts", "runbooks");

    public static IReadOnlyList<Runbook> All { get; } =
        [.. Directory.GetFiles(Folder).Select(file => new Runbook(Path.GetFileNameWithoutExtension(file), File.ReadAllText(file)))];

    public IEnumerable<string> Headings => Heading().Matches(Text).Select(match => match.Value);

    public IEnumerable<string> Links => Link().Matches(Text).Select(match => match.Groups[1].Value);

    /// <summary>One a line, without the remarks.</summary>
    public IReadOnlyList<string> Queries =>
        [.. Block().Matches(Text).SelectMany(match => match.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Where(line => line[0] != '#')];

    [GeneratedRegex("(?<=^## ).*$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^```promql\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
