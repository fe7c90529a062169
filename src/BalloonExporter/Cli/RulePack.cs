using System.Reflection;
using System.Text.RegularExpressions;

namespace BalloonExporter.Cli;

/// <summary>The rule files and runbooks that were built into this program, as somebody's Prometheus needs them.</summary>
/// <param name="runbookUrl">Where people read the runbooks; null: <see cref="RunbookUrl"/>.</param>
/// <param name="job">What the scrape job matches; null: <see cref="Job"/>.</param>
internal sealed partial class RulePack(string? runbookUrl, string? job)
{
    /// <summary>What the scrape job of the exporters matches in the files as they are.</summary>
    public const string Job = ".*balloon.*";

    private const string Prefix = "alerts/";

    private static readonly Assembly Program = typeof(RulePack).Assembly;

    /// <summary>Where the runbooks are unless somebody says otherwise: a property of the build. Null without it: then the files say it.</summary>
    public static string? RunbookUrl { get; } = Program.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(data => data.Key == nameof(RunbookUrl))?.Value;

    /// <summary>Whether a text can stand in the rules as a matcher of jobs: a regular expression without what YAML, PromQL or a shell would read as its own.</summary>
    public static bool IsJob(string text)
    {
        if (!PlainExpression().IsMatch(text))
            return false;
        try
        {
            _ = new Regex(text, RegexOptions.NonBacktracking);
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>Each file: its path below the folder, and its text.</summary>
    public IEnumerable<(string Name, string Text)> Files() =>
        from resource in Program.GetManifestResourceNames()
        where resource.StartsWith(Prefix, StringComparison.Ordinal)
        orderby resource
        select (resource[Prefix.Length..], Adapt(Read(resource)));

    private static string Read(string resource)
    {
        using var reader = new StreamReader(Program.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    private string Adapt(string text)
    {
        if ((runbookUrl ?? RunbookUrl) is { } url)
            text = Runbook().Replace(text, match => $"{match.Groups[1].Value}{url}/{match.Groups[2].Value}");
        return text.Replace($"job=~\"{Job}\"", $"job=~\"{job ?? Job}\"", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^( +runbook_url: ).*/(\w+\.md)$", RegexOptions.Multiline)]
    private static partial Regex Runbook();

    [GeneratedRegex(@"^[\w.:/*+?|()\[\]^$-]+\z", RegexOptions.ECMAScript)]
    private static partial Regex PlainExpression();
}
