using System.Reflection;
using System.Text.RegularExpressions;

namespace BalloonExporter.Cli;

/// <summary>The rule files and runbooks embedded in this program, adapted to a Prometheus.</summary>
/// <param name="runbookUrl">Base URL of the runbooks; null: <see cref="RunbookUrl"/>.</param>
/// <param name="job">Matcher of the scrape job; null: <see cref="Job"/>.</param>
internal sealed partial class RulePack(string? runbookUrl, string? job)
{
    /// <summary>Matcher of the scrape job in the embedded files.</summary>
    public const string Job = ".*balloon.*";

    private const string Prefix = "alerts/";

    private static readonly Assembly Program = typeof(RulePack).Assembly;

    /// <summary>Default base URL of the runbooks: a property of the build. Null: the files contain it.</summary>
    public static string? RunbookUrl { get; } = Program.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(data => data.Key == nameof(RunbookUrl))?.Value;

    /// <summary>Whether a text is safe as a job matcher in the rules: a regular expression without characters that are special in YAML, PromQL or a shell.</summary>
    public static bool IsJob(string text)
    {
        if (!PlainExpression().IsMatch(text) || OwnOption().IsMatch(text))
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

    // Prometheus has other groups and options than .NET, but for these.
    [GeneratedRegex(@"\(\?(?!:|i\))")]
    private static partial Regex OwnOption();

    [GeneratedRegex(@"^[\w.:/*+?|()\[\]^$-]+\z", RegexOptions.ECMAScript)]
    private static partial Regex PlainExpression();
}
