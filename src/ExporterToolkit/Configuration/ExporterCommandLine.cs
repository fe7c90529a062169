using System.CommandLine;

namespace ExporterToolkit.Configuration;

/// <summary>
/// The command line of an exporter, in the style of Prometheus' own: options that may be set in the environment and in a file too, and a
/// few commands. Everything wrong is told in one message.
/// </summary>
/// <typeparam name="TOptions">All settings of the program; those of its constructor are the defaults.</typeparam>
public sealed class ExporterCommandLine<TOptions>
    where TOptions : new()
{
    // Response files (@file) are disabled.
    private readonly ParserConfiguration _parser = new() { ResponseFileTokenReplacer = null };

    private readonly Option<bool> _configCheck = new("--config.check")
    {
        Description = "Check all options, the configuration file and the web configuration file, print what they mean, then exit: 0 when they are good, 2 when not.",
        Arity = ArgumentArity.Zero,
    };

    private readonly ProgramInfo _program;
    private readonly IReadOnlyList<IFlagGroup<TOptions>> _groups;
    private readonly IOtherSettings<TOptions> _others;
    private readonly RootCommand _command;
    private readonly Option<FileInfo> _configFile;
    private readonly EnvironmentSettings _variables;

    /// <param name="program">Name and description.</param>
    /// <param name="groups">The options, in the order of the help.</param>
    /// <param name="others">Settings that are no options.</param>
    /// <param name="commands">Commands that can be run instead of the program.</param>
    public ExporterCommandLine(
        ProgramInfo program, IReadOnlyList<IFlagGroup<TOptions>> groups, IOtherSettings<TOptions> others, IEnumerable<Command> commands)
    {
        _program = program;
        _groups = groups;
        _others = others;
        _variables = new EnvironmentSettings(program.Name);
        _configFile = new Option<FileInfo>("--config.file")
        {
            Description = "YAML file with these options as keys, without the dashes. Flags come before environment variables " +
                $"({_variables.NameOf("--log.level")} for --log.level), those before the file.",
            HelpName = "FILE",
        };
        _command = new RootCommand(program.Description);
        _command.Directives.Clear();
        Settable = [.. _groups.SelectMany(group => group.Options)];
        foreach (var option in (IEnumerable<Option>)[.. Settable, _configFile, _configCheck, .. SelfDescription.Options(program, _command, TryVariableOf)])
            _command.Options.Add(option);
        foreach (var command in commands)
            _command.Subcommands.Add(command);
    }

    /// <summary>All options that the help shows, including help and version.</summary>
    public IEnumerable<Option> Options => _command.Options.Where(option => !option.Hidden);

    /// <summary>Options that can also be set in the environment and the file.</summary>
    public IReadOnlyList<Option> Settable { get; }

    /// <summary>Parses the arguments and runs the program or a command; prints help, version or all errors instead.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="environment">Environment variables by name.</param>
    /// <param name="program">Gets the settings and warnings about them; returns the exit code.</param>
    /// <param name="errors">For error messages.</param>
    /// <param name="output">For help, version and the result of a check; null: the console.</param>
    /// <returns>The exit code.</returns>
    public int Run(
        string[] arguments,
        IReadOnlyDictionary<string, string> environment,
        Func<TOptions, IReadOnlyList<string>, int> program,
        TextWriter errors,
        TextWriter? output = null)
    {
        List<string> problems = [], warnings = [];
        _others.ReadEnvironment(environment, problems);
        _command.SetAction(result => program(Read(result), warnings));
        var parsed = _command.Parse(arguments, _parser);
        if (parsed.CommandResult.Command != _command)
        {
            problems = [.. ParseProblems.Of(parsed)];
        }
        else if (parsed.Action == _command.Action || parsed.Errors.Count > 0)
        {
            // Help and version work whatever the environment and the file contain.
            var settings = OtherSources(parsed, environment, problems, warnings);
            parsed = _command.Parse([.. settings.Select(setting => setting.Argument), .. arguments], _parser);
            problems.InsertRange(0, ParseProblems.Of(parsed));
            if (problems.Count == 0)
                problems.AddRange(_groups.SelectMany(group => group.Contradictions(parsed, Read(parsed))));
            if (problems.Count == 0)
                warnings.AddRange(_groups.SelectMany(group => group.Warnings(Read(parsed))));
            problems = [.. problems.Select(problem => WithOrigin(problem, settings))];
        }

        if (problems.Count > 0)
        {
            errors.WriteLine($"{_program.Name}: {Problems.Join(problems)}. See {_program.Name} --help.");
            return (parsed.CommandResult.Command as IUsageCode)?.UsageCode ?? ExitCode.Usage;
        }

        var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Error = errors };
        if (output is not null)
            invocation.Output = output;
        if (parsed.Action != _command.Action || !parsed.GetValue(_configCheck))
            return parsed.Invoke(invocation);
        foreach (var warning in warnings)
            errors.WriteLine($"{_program.Name}: warning: {warning}");
        foreach (var line in _groups.SelectMany(group => group.Summary(Read(parsed))))
            invocation.Output.WriteLine(line);
        invocation.Output.WriteLine("The configuration is valid.");
        return ExitCode.Stopped;
    }

    private static string WithOrigin(string problem, IEnumerable<Setting> settings) =>
        settings.FirstOrDefault(setting => problem.StartsWith(setting.Argument, StringComparison.Ordinal)) is { } setting
            ? $"{problem} ({setting.Origin})"
            : problem;

    /// <summary>Settings of the environment without a flag, then settings of the file without either.</summary>
    private List<Setting> OtherSources(ParseResult flags, IReadOnlyDictionary<string, string> environment, List<string> problems, List<string> warnings)
    {
        var fromEnvironment = _variables.Read(environment, [.. Settable, _configFile], problems)
            .Where(setting => !IsGiven(flags, setting)).ToList();
        var path = flags.GetResult(_configFile) is { Tokens: [var token, ..] }
            ? token.Value
            : fromEnvironment.Find(setting => setting.Flag == _configFile.Name)?.Value;
        if (path is null)
            return fromEnvironment;
        var fromFile = new ConfigFile<TOptions>(Settable, _others, problems).Read(path, warnings)
            .Where(setting => !IsGiven(flags, setting) && !fromEnvironment.Exists(other => other.Flag == setting.Flag));
        return [.. fromEnvironment, .. fromFile];
    }

    private string? TryVariableOf(string flag) =>
        Settable.Append(_configFile).Any(option => option.Name == flag) ? _variables.NameOf(flag) : null;

    private bool IsGiven(ParseResult flags, Setting setting) =>
        flags.GetResult(_command.Options.First(option => option.Name == setting.Flag)) is not null;

    private TOptions Read(ParseResult result) => _others.AddTo(_groups.Aggregate(new TOptions(), (read, group) => group.Read(result, read)));
}
