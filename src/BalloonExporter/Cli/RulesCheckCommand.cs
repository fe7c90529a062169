using System.CommandLine;
using System.Globalization;
using BalloonExporter.Rules;
using ExporterToolkit.Configuration;
using ExporterToolkit.Files;

namespace BalloonExporter.Cli;

/// <summary><c>rules check FILE...</c>: checks the overrides in rule files as the planner does.</summary>
internal sealed class RulesCheckCommand : Command
{
    private readonly Argument<FileInfo[]> _files = new("FILE")
    {
        Description = "Rule files of Prometheus that will be loaded together. Rules that override nothing are ignored.",
        Arity = ArgumentArity.OneOrMore,
    };

    public RulesCheckCommand()
        : base(
            "check",
            "Checks the overrides (balloon:override:NAME) in rule files as the planner will when they are loaded. Exit codes: 0 it would take them, 1 it would stop, 2 bad options.")
    {
        // The empty text is no file, and the parser makes nothing of it.
        _files.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.Length == 0))
                result.AddError("FILE is empty");
        });
        Arguments.Add(_files);
        SetAction(Check);
    }

    private int Check(ParseResult result)
    {
        List<string> problems = [];
        List<ConstantOverride> overrides = [];
        foreach (var file in result.GetRequiredValue(_files))
            Read(file, overrides, problems);
        if (problems.Count == 0)
            problems.AddRange(OverrideCheck.Problems(overrides, RuleConstants.Defaults));
        foreach (var problem in problems)
            result.InvocationConfiguration.Error.WriteLine($"balloon-exporter: {problem}");
        if (problems.Count > 0)
            return ExitCode.Failed;
        ConstantOverride[] computed = [.. overrides.Where(each => each.Value is null)];
        foreach (var each in computed)
            result.InvocationConfiguration.Output.WriteLine($"{each.Place}: {each.Name}: not a constant, its value is known only in Prometheus");
        var unknown = computed.Length > 0 ? $", except for the values of {computed.Length} that only Prometheus computes" : "";
        result.InvocationConfiguration.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{overrides.Count} overrides, the planner takes them{unknown}"));
        return ExitCode.Stopped;
    }

    private static void Read(FileInfo file, List<ConstantOverride> overrides, List<string> problems)
    {
        List<string> unread = [];
        try
        {
            overrides.AddRange(ConstantOverride.AllOf(file.ToString(), RecordingRule.ReadAll(SmallFile.Read(file.FullName, SmallFile.LongestText).Text, unread)));
        }
        catch (Exception exception) when (exception is IOException)
        {
            unread.Add(exception.Message);
        }

        problems.AddRange(unread.Select(problem => $"{file}: {problem}"));
    }
}
