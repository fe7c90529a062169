using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;
using BalloonExporter.Domains;
using BalloonExporter.Policy;
using BalloonExporter.WebConfig;

namespace BalloonExporter.Options;

/// <summary>The command line: flags spelt as exporters spell them.</summary>
internal sealed class CommandLine
{
    private readonly RootCommand _command = new(
        "Prometheus exporter for libvirt's balloon and memory statistics, with a feedback endpoint that moves memory between guests.\n" +
        "Exit codes: 0 stopped on request, 1 failed while running, 2 bad options or no libvirt library.");

    private readonly Option<ExporterMode?> _mode = new("--mode")
    {
        Description = "observe: compute and log every decision, move nothing, read-only connection. act: apply targets. Default: observe.",
        HelpName = "observe|act",
        CustomParser = result => Value(result, text => text switch
        {
            "observe" => ExporterMode.Observe,
            "act" => ExporterMode.Act,
            _ => (ExporterMode?)null,
        }, "observe or act"),
    };

    private readonly Option<Uri[]> _libvirtUris = new("--libvirt.uri")
    {
        Description = "libvirt's connection URI. Can be given several times for one host, for example for QEMU and LXC. Default: qemu:///system.",
        HelpName = "URI",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => Each(result, text => Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri : null, "a URI such as qemu:///system"),
    };

    private readonly Option<int?> _libvirtConnections = new("--libvirt.connections")
    {
        Description = "Connections over which statistics are read at once. Default: the number of processors, 2 at least and 4 at most.",
        HelpName = "NUMBER",
        CustomParser = result => Value(
            result, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 16 ? count : (int?)null, "a number from 1 to 16"),
    };

    private readonly Option<TimeSpan?> _guestStatisticsPeriod = new("--guest-stats.period")
    {
        Description = "In act mode have each guest asked for statistics at least this often; 0 leaves the periods alone. Default: 2s.",
        HelpName = "DURATION",
        CustomParser = result => Value(result, text => Duration.TryParse(text) is { } period && IsWholeSeconds(period) ? period : (TimeSpan?)null, "a whole number of seconds such as 2s, or 0"),
    };

    private readonly Option<ListenAddress[]> _listenAddresses = new("--web.listen-address")
    {
        Description = "Address to listen on. Can be given several times. Default: :10177.",
        HelpName = "[HOST]:PORT",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => Each(result, ListenAddress.TryParse, "[HOST]:PORT, for example :10177 or 127.0.0.1:10177"),
    };

    private readonly Option<string> _telemetryPath = new("--web.telemetry-path")
    {
        Description = "Path of the metrics. Default: /metrics.",
        HelpName = "PATH",
        CustomParser = result => Reference(result, text => IsFreePath(text) ? text : null, "a path such as /metrics"),
    };

    private readonly Option<FileInfo> _webConfig = new("--web.config.file")
    {
        Description = "File with TLS, user names and headers, as all Prometheus exporters read it. Read again when it changes.",
        HelpName = "FILE",
    };

    private readonly Option<long?> _memoryBudget = new("--host.memory-budget")
    {
        Description = "The guests' share of this host, for example 48GiB. Default: all of it.",
        HelpName = "SIZE",
        CustomParser = result => Value(result, ByteSize.TryParseKib, "a size such as 48GiB"),
    };

    private readonly Option<FileInfo> _tokenFile = new("--feedback.token-file")
    {
        Description = "File with the bearer token that the feedback endpoint asks for. Needed by --mode=act unless the endpoint is served on loopback only.",
        HelpName = "FILE",
    };

    private readonly Option<ListenAddress[]> _feedbackAddresses = new("--feedback.listen-address")
    {
        Description = "Address of its own for the feedback endpoint, which the other addresses then do not serve. Can be given several times. " +
            "Default: served beside the metrics.",
        HelpName = "[HOST]:PORT",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => Each(result, ListenAddress.TryParse, "[HOST]:PORT, for example :10177 or 127.0.0.1:10177"),
    };

    private readonly Option<TimeSpan?> _grace = new("--policy.grace")
    {
        Description = "How long a domain is left alone after start, reboot, restore or migration. Default: 120s.",
        HelpName = "DURATION",
        CustomParser = result => Value(result, Duration.TryParse, "a duration such as 120s"),
    };

    private readonly Option<Amount?> _floor = new("--policy.floor")
    {
        Description = "Never take a domain below this: a size, or a share of its maximum. At least 256MiB. Default: 25%.",
        HelpName = "SIZE|SHARE",
        CustomParser = result => Reference(result, Amount.TryParse, "a size such as 1GiB or a share such as 25%"),
    };

    private readonly Option<LogLevel?> _logLevel = new("--log.level")
    {
        Description = "Least severity of what is logged. Default: info.",
        HelpName = "debug|info|warn|error",
        CustomParser = result => Value(result, text => text switch
        {
            "debug" => LogLevel.Debug,
            "info" => LogLevel.Information,
            "warn" => LogLevel.Warning,
            "error" => LogLevel.Error,
            _ => (LogLevel?)null,
        }, "debug, info, warn or error"),
    };

    private readonly Option<LogFormat?> _logFormat = new("--log.format")
    {
        Description = "How log lines are written to standard error. Default: logfmt.",
        HelpName = "logfmt|json",
        CustomParser = result => Value(result, text => text switch
        {
            "logfmt" => LogFormat.Logfmt,
            "json" => LogFormat.Json,
            _ => (LogFormat?)null,
        }, "logfmt or json"),
    };

    private readonly Option<Regex> _includeDomains = new("--domain.include")
    {
        Description = "Only domains whose whole name matches. Others are not shown and never managed, but their memory counts. Default: all.",
        HelpName = "REGEX",
        CustomParser = result => Reference(result, DomainFilter.TryParse, "a regular expression without backreferences and lookarounds"),
    };

    private readonly Option<Regex> _excludeDomains = new("--domain.exclude")
    {
        Description = "No domains whose whole name matches, even if they are included. Default: none.",
        HelpName = "REGEX",
        CustomParser = result => Reference(result, DomainFilter.TryParse, "a regular expression without backreferences and lookarounds"),
    };

    private readonly CollectorSwitches _collectors = new();

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

    // No flag says these: the file alone has room for them.
    private IReadOnlyList<PolicyOverride> _policies = [];

    public CommandLine(IReadOnlyDictionary<string, string>? environment = null)
    {
        _environment = environment ?? new Dictionary<string, string>();
        foreach (var option in Settable)
            _command.Options.Add(option);
        _command.Options.Add(_configFile);
        _command.Options.Add(_configCheck);
    }

    /// <summary>What can be set in the environment and in the file too.</summary>
    private IReadOnlyList<Option> Settable =>
    [
        _mode, _libvirtUris, _libvirtConnections, _guestStatisticsPeriod, _listenAddresses, _telemetryPath, _webConfig, _memoryBudget,
        _feedbackAddresses, _tokenFile, _grace, _floor, _includeDomains, _excludeDomains, .. _collectors.Options, _logLevel, _logFormat,
    ];

    /// <summary>Reads the arguments and runs the program with them; prints help, version or every error there is instead.</summary>
    /// <returns>The exit code.</returns>
    public int Run(string[] arguments, Func<ExporterOptions, int> program, TextWriter errors)
    {
        List<string> problems = [];
        var sockets = ActivatedSocket.Read(_environment, Environment.ProcessId, problems);
        _command.SetAction(result => program(Read(result) with { Sockets = sockets }));
        var parsed = _command.Parse(arguments);
        // Help and version are told whatever the environment and the file hold.
        if (parsed.Action == _command.Action || parsed.Errors.Count > 0)
        {
            var settings = OtherSettings(parsed, problems);
            parsed = _command.Parse([.. settings.Select(setting => setting.Argument), .. arguments]);
            problems.InsertRange(0, parsed.Errors.Select(error => error.Message));
            if (problems.Count == 0)
                problems.AddRange([.. Contradictions(Read(parsed) with { Sockets = sockets }), .. _collectors.Contradictions(parsed)]);
            problems = [.. problems.Select(problem => WithOrigin(problem, settings))];
        }

        if (problems.Count > 0)
        {
            errors.WriteLine($"balloon-exporter: {string.Join("; ", problems)}. See balloon-exporter --help.");
            return ExitCode.Usage;
        }

        var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        if (!parsed.GetValue(_configCheck))
            return parsed.Invoke(invocation);
        invocation.Output.WriteLine("The configuration is good.");
        return ExitCode.Stopped;
    }

    private static string WithOrigin(string problem, IEnumerable<Setting> settings) =>
        settings.FirstOrDefault(setting => problem.StartsWith(setting.Argument, StringComparison.Ordinal)) is { } setting
            ? $"{problem} ({setting.Origin})"
            : problem;

    /// <summary>What the environment sets and no flag does, and what the file sets and neither does.</summary>
    private List<Setting> OtherSettings(ParseResult flags, List<string> problems)
    {
        var fromEnvironment = EnvironmentSettings.Read(_environment, [.. Settable, _configFile], problems)
            .Where(setting => !IsGiven(flags, setting)).ToList();
        var file = flags.GetResult(_configFile) is { Tokens: [var token, ..] }
            ? token.Value
            : fromEnvironment.Find(setting => setting.Flag == _configFile.Name)?.Value;
        if (file is null)
            return fromEnvironment;
        var fromFile = ConfigFile.Read(file, Settable, problems, out _policies)
            .Where(setting => !IsGiven(flags, setting) && !fromEnvironment.Exists(other => other.Flag == setting.Flag));
        return [.. fromEnvironment, .. fromFile];
    }

    private bool IsGiven(ParseResult flags, Setting setting) =>
        flags.GetResult(_command.Options.First(option => option.Name == setting.Flag)) is not null;

    private static IEnumerable<string> Contradictions(ExporterOptions options)
    {
        if (options.Mode == ExporterMode.Act && options.TokenFile is null && !options.FeedbackIsLocal)
        {
            yield return "--mode=act serves feedback on other addresses than loopback, so it needs --feedback.token-file: " +
                "anybody who reaches the port could move memory";
        }

        foreach (var twice in options.ListenAddresses.Intersect(options.FeedbackListenAddresses).Where(address => address.Port != 0))
            yield return $"--feedback.listen-address={twice} is a --web.listen-address as well: an address serves the one or the other";

        if (options.TokenFile is { } file && TokenFile.TryRead(file.FullName, out _) is { } problem)
            yield return $"--feedback.token-file: {problem}";
        if (options.WebConfigFile is { } web && WebConfigFile.Check(web.FullName) is { } wrong)
            yield return $"--web.config.file={web}: {wrong}";
    }

    private ExporterOptions Read(ParseResult result)
    {
        var limits = new Limits();
        var floor = result.GetValue(_floor);
        var addresses = result.GetValue(_listenAddresses);
        var uris = result.GetValue(_libvirtUris);
        return new ExporterOptions
        {
            Mode = result.GetValue(_mode) ?? ExporterMode.Observe,
            LibvirtUris = uris is null or [] ? [new Uri("qemu:///system")] : uris,
            LibvirtConnections = result.GetValue(_libvirtConnections) ?? Math.Clamp(Environment.ProcessorCount, 2, 4),
            GuestStatisticsPeriod = result.GetValue(_guestStatisticsPeriod) ?? TimeSpan.FromSeconds(2),
            ListenAddresses = addresses is null or [] ? [new ListenAddress("", 10177)] : addresses,
            FeedbackListenAddresses = result.GetValue(_feedbackAddresses) ?? [],
            TelemetryPath = result.GetValue(_telemetryPath) ?? "/metrics",
            MemoryBudgetKib = result.GetValue(_memoryBudget),
            TokenFile = result.GetValue(_tokenFile),
            Limits = limits with
            {
                Grace = result.GetValue(_grace) ?? limits.Grace,
                FloorKib = floor?.Kib,
                FloorShare = floor?.Share ?? limits.FloorShare,
                Overrides = _policies,
            },
            WebConfigFile = result.GetValue(_webConfig),
            LogLevel = result.GetValue(_logLevel) ?? LogLevel.Information,
            LogFormat = result.GetValue(_logFormat) ?? LogFormat.Logfmt,
            Collectors = _collectors.Read(result),
            Domains = new DomainFilter { Include = result.GetValue(_includeDomains), Exclude = result.GetValue(_excludeDomains) },
        };
    }

    // Nothing that means something in a route, and no path that another page has.
    private static bool IsFreePath(string text) =>
        text.Length > 1 && text[0] == '/' && text.All(letter => char.IsAsciiLetterOrDigit(letter) || "/-._~".Contains(letter))
        && !text.StartsWith("/-/", StringComparison.Ordinal) && !text.StartsWith("/api/", StringComparison.OrdinalIgnoreCase);

    private static bool IsWholeSeconds(TimeSpan period) => period.Ticks % TimeSpan.TicksPerSecond == 0 && period <= TimeSpan.FromHours(1);

    private static T[] Each<T>(ArgumentResult result, Func<string, T?> parse, string expected)
        where T : class
    {
        var values = new List<T>();
        foreach (var token in result.Tokens)
        {
            if (parse(token.Value) is { } value)
                values.Add(value);
            else
                result.AddError(BadValue(result, token.Value, expected));
        }

        return [.. values];
    }

    private static T Value<T>(ArgumentResult result, Func<string, T?> parse, string expected)
        where T : struct
    {
        var text = result.Tokens[^1].Value;
        if (parse(text) is { } value)
            return value;
        result.AddError(BadValue(result, text, expected));
        return default;
    }

    private static T? Reference<T>(ArgumentResult result, Func<string, T?> parse, string expected)
        where T : class
    {
        var text = result.Tokens[^1].Value;
        var value = parse(text);
        if (value is null)
            result.AddError(BadValue(result, text, expected));
        return value;
    }

    private static string BadValue(ArgumentResult result, string text, string expected)
    {
        var name = (result.Parent as OptionResult)?.Option.Name;
        return string.Create(CultureInfo.InvariantCulture, $"{name}={text} is not {expected}");
    }
}
