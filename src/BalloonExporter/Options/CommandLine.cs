using System.CommandLine;
using BalloonExporter.Options.Flags;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Options;

/// <summary>The command line: options in the style of Prometheus' exporters, and a few commands.</summary>
internal sealed class CommandLine
{
    private readonly RootCommand _command = new(
        "Prometheus exporter for libvirt's balloon and memory statistics, with a feedback endpoint that moves memory between guests.\n" +
        "Exit codes: 0 stopped on request, 1 failed while running, 2 bad options or no libvirt library.");

    // Response files (@file) are disabled.
    private readonly ParserConfiguration _parser = new() { ResponseFileTokenReplacer = null };

    private readonly IReadOnlyList<IFlagGroup> _groups =
    [
        new FeedbackFlags(), new ApiFlags(), new AlertmanagerFlags(), new LibvirtFlags(), new GuestFlags(), new WebFlags(), new PolicyFlags(), new CollectorSwitches(), new LogFlags(),
    ];

    private readonly Option<FileInfo> _configFile = new("--config.file")
    {
        Description = "YAML file with these options as keys, without the dashes. Flags come before environment variables " +
            "(BALLOON_EXPORTER_LOG_LEVEL for --log.level), those before the file.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _configCheck = new("--config.check")
    {
        Description = "Check all options, the configuration file and the web configuration file, then exit: 0 when they are good, 2 when not.",
        Arity = ArgumentArity.Zero,
    };

    private readonly IReadOnlyDictionary<string, string> _environment;

    // Settings that exist only in the configuration file.
    private ConfigSections _sections = ConfigSections.None;

    /// <param name="environment">Environment variables by name.</param>
    /// <param name="commands">Commands that can be run instead of the exporter.</param>
    public CommandLine(IReadOnlyDictionary<string, string>? environment = null, IEnumerable<Command>? commands = null)
    {
        _environment = environment ?? new Dictionary<string, string>();
        _command.Directives.Clear();
        Settable = [.. _groups.SelectMany(group => group.Options)];
        foreach (var option in (IEnumerable<Option>)[.. Settable, _configFile, _configCheck])
            _command.Options.Add(option);
        foreach (var command in commands ?? [])
            _command.Subcommands.Add(command);
    }

    /// <summary>All options, including help and version.</summary>
    internal IEnumerable<Option> Options => _command.Options;

    /// <summary>Options that can also be set in the environment and the file.</summary>
    internal IReadOnlyList<Option> Settable { get; }

    /// <summary>Parses the arguments and runs the program or a command; prints help, version or all errors instead.</summary>
    /// <returns>The exit code.</returns>
    public int Run(string[] arguments, Func<ExporterOptions, int> program, TextWriter errors)
    {
        List<string> problems = [];
        var sockets = ActivatedSocket.Read(_environment, Environment.ProcessId, problems);
        List<string> warnings = [];
        _command.SetAction(result => program(Read(result) with { Sockets = sockets, Warnings = warnings }));
        var parsed = _command.Parse(arguments, _parser);
        if (parsed.CommandResult.Command != _command)
        {
            problems = [.. parsed.Errors.Select(error => error.Message)];
        }
        else if (parsed.Action == _command.Action || parsed.Errors.Count > 0)
        {
            // Help and version work whatever the environment and the file contain.
            var settings = OtherSettings(parsed, problems, warnings);
            parsed = _command.Parse([.. settings.Select(setting => setting.Argument), .. arguments], _parser);
            problems.InsertRange(0, parsed.Errors.Select(error => error.Message));
            if (problems.Count == 0)
                problems.AddRange(Contradictions(parsed, Read(parsed) with { Sockets = sockets }));
            if (problems.Count == 0)
                warnings.AddRange(_groups.SelectMany(group => group.Warnings(Read(parsed))));
            problems = [.. problems.Select(problem => WithOrigin(problem, settings))];
        }

        if (problems.Count > 0)
        {
            errors.WriteLine($"balloon-exporter: {Problems.Join(problems)}. See balloon-exporter --help.");
            return ExitCode.Usage;
        }

        var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Error = errors };
        if (parsed.Action != _command.Action || !parsed.GetValue(_configCheck))
            return parsed.Invoke(invocation);
        foreach (var warning in warnings)
            errors.WriteLine($"balloon-exporter: warning: {warning}");
        invocation.Output.WriteLine("The configuration is valid.");
        return ExitCode.Stopped;
    }

    private static string WithOrigin(string problem, IEnumerable<Setting> settings) =>
        settings.FirstOrDefault(setting => problem.StartsWith(setting.Argument, StringComparison.Ordinal)) is { } setting
            ? $"{problem} ({setting.Origin})"
            : problem;

    /// <summary>Settings of the environment without a flag, then settings of the file without either.</summary>
    private List<Setting> OtherSettings(ParseResult flags, List<string> problems, List<string> warnings)
    {
        var fromEnvironment = EnvironmentSettings.Read(_environment, [.. Settable, _configFile], problems)
            .Where(setting => !IsGiven(flags, setting)).ToList();
        var file = flags.GetResult(_configFile) is { Tokens: [var token, ..] }
            ? token.Value
            : fromEnvironment.Find(setting => setting.Flag == _configFile.Name)?.Value;
        if (file is null)
            return fromEnvironment;
        var fromFile = ConfigFile.Read(file, Settable, problems, warnings, out _sections)
            .Where(setting => !IsGiven(flags, setting) && !fromEnvironment.Exists(other => other.Flag == setting.Flag));
        return [.. fromEnvironment, .. fromFile];
    }

    private bool IsGiven(ParseResult flags, Setting setting) =>
        flags.GetResult(_command.Options.First(option => option.Name == setting.Flag)) is not null;

    private ExporterOptions Read(ParseResult result)
    {
        var options = _groups.Aggregate(new ExporterOptions(), (read, group) => group.Read(result, read));
        return options with { Limits = options.Limits with { Overrides = _sections.Policies, Planner = _sections.Planner } };
    }

    private IEnumerable<string> Contradictions(ParseResult result, ExporterOptions options) =>
        _groups.SelectMany(group => group.Contradictions(result, options));
}
