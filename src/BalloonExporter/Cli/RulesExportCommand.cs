using System.CommandLine;
using System.Text;
using ExporterToolkit.Configuration;
using ExporterToolkit.Files;

namespace BalloonExporter.Cli;

/// <summary><c>rules export --out DIR</c>: writes the rules and runbooks that belong to this version.</summary>
internal sealed class RulesExportCommand : Command
{
    private readonly Option<DirectoryInfo> _out = new("--out")
    {
        Description = "Folder to write into: the rule files, and runbooks/. Created if missing; files of the same names are replaced.",
        HelpName = "DIR",
        Required = true,
    };

    private readonly Option<string> _runbookUrl = new("--runbook-url")
    {
        Description = $"Base URL of the runbooks: http, https or file. Default: {RulePack.RunbookUrl}.",
        HelpName = "URL",
        CustomParser = result => FlagValue.Reference(result, ReadAddress, "an address such as https://wiki.example.org/balloon"),
    };

    private readonly Option<string> _job = new("--job")
    {
        Description = $"Regular expression that the scrape job of the exporters matches as a whole. Default: {RulePack.Job}.",
        HelpName = "REGEX",
        CustomParser = result => FlagValue.Reference(
            result, text => RulePack.IsJob(text) ? text : null, "a regular expression of letters, digits and _ - . : / * + ? | ( ) [ ] ^ $"),
    };

    public RulesExportCommand()
        : base(
            "export",
            "Writes the rules for Prometheus, and the runbooks of their alerts, as they belong to this version. Exit codes: 0 written, 1 could not be written, 2 bad options.")
    {
        foreach (var option in (Option[])[_out, _runbookUrl, _job])
            Options.Add(option);
        SetAction(Write);
    }

    private int Write(ParseResult result)
    {
        var folder = result.GetRequiredValue(_out);
        var pack = new RulePack(result.GetValue(_runbookUrl), result.GetValue(_job));
        try
        {
            foreach (var (name, text) in pack.Files())
            {
                var path = Path.Combine(folder.FullName, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                // Prometheus may load the rules meanwhile.
                ReplacedFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
                result.InvocationConfiguration.Output.WriteLine(path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            result.InvocationConfiguration.Error.WriteLine($"balloon-exporter: --out={folder}: {exception.Message}");
            return ExitCode.Failed;
        }

        return ExitCode.Stopped;
    }

    // Annotations are templates: braces would be one.
    private static string? ReadAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" or "file" && text.Contains("://", StringComparison.Ordinal) && !text.Any(character => character is <= ' ' or '\'' or '"' or '#' or '{' or '}' or > '~')
            ? text.TrimEnd('/')
            : null;
}
