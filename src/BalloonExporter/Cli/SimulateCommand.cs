using System.CommandLine;
using System.Text.Json;
using BalloonExporter.Alertmanager;
using BalloonExporter.Api;
using BalloonExporter.Core.Model;
using BalloonExporter.Options;
using BalloonExporter.Options.Flags;
using ExporterToolkit.Configuration;
using ExporterToolkit.Files;

namespace BalloonExporter.Cli;

/// <summary><c>simulate --alert FILE</c>: shows how an Alertmanager message would be decided on this host now.</summary>
internal sealed class SimulateCommand : Command
{
    private readonly Func<ExporterOptions, ServiceProvider> _services;

    private readonly IReadOnlyList<IFlagGroup<ExporterOptions>> _groups = [new CommandBackend().Flags, new GuestFlags(), new PolicyFlags()];

    private readonly Option<FileInfo> _alert = new("--alert")
    {
        Description = "File with a message as Alertmanager's webhook sends it.",
        HelpName = "FILE",
    };

    private readonly Option<Uri> _prometheus = new("--prometheus")
    {
        Description = "Address of a Prometheus with the plan's rules: what it recommends now is decided, and what is for other hosts left out.",
        HelpName = "URL",
        CustomParser = result => FlagValue.Reference(
            result,
            text => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null,
            "an address such as http://prometheus:9090"),
    };

    private readonly Option<bool> _asOfNow = new("--as-of-now")
    {
        Description = "Treat the recommendations as just computed; otherwise those older than a minute are refused, as by the exporter.",
        Arity = ArgumentArity.Zero,
    };

    private readonly Option<bool> _json = new("--json") { Description = "Write the decisions as JSON.", Arity = ArgumentArity.Zero };

    /// <param name="services">Everything the exporter is made of, not running.</param>
    public SimulateCommand(Func<ExporterOptions, ServiceProvider> services)
        : base("simulate", "Decides an Alertmanager message, or what a Prometheus recommends now, with the current state of this host, and moves nothing. Policies of a " +
            "configuration file are not read. Exit codes: 0 decided, 1 libvirt or Prometheus cannot be reached, 2 bad options or no such message.")
    {
        _services = services;
        foreach (var option in (IEnumerable<Option>)[_alert, _prometheus, _asOfNow, _json, .. _groups.SelectMany(group => group.Options)])
            Options.Add(option);
        Validators.Add(result =>
        {
            if ((result.GetResult(_alert) is null) == (result.GetResult(_prometheus) is null))
                result.AddError("give a message with --alert, or a Prometheus with --prometheus");
        });
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        var errors = result.InvocationConfiguration.Error;
        AlertmanagerMessage? message = null;
        if (result.GetValue(_alert) is { } file && TryRead(file, out message) is { } unreadable)
            return await FailAsync(errors, unreadable, ExitCode.Usage);
        if (CommandBackend.TryLoad() is { } missing)
            return await FailAsync(errors, missing, ExitCode.Usage);
        if (result.GetValue(_prometheus) is { } prometheus)
        {
            (message, var problem) = await PrometheusSource.ReadAsync(prometheus, cancellation);
            if (message is null)
                return await FailAsync(errors, problem!, ExitCode.Failed);
        }

        var options = _groups.Aggregate(new ExporterOptions(), (read, group) => group.Read(result, read)) with
        {
            // Whatever the options say: a read-only connection, and nothing moves.
            Mode = ExporterMode.Observe,
            LogLevel = LogLevel.Warning,
        };
        await using var services = _services(options);
        var decisions = await ActivatorUtilities.CreateInstance<DryRun>(services).RunAsync(message!, result.GetValue(_asOfNow), cancellation);
        // A Prometheus recommends for all its hosts.
        if (result.GetValue(_prometheus) is not null)
            decisions = [.. decisions.Where(each => each.Decision.Reason != DecisionReason.UnknownDomain)];
        var output = result.InvocationConfiguration.Output;
        if (result.GetValue(_json))
            await output.WriteLineAsync(DecisionList.ToJson(decisions));
        else
            DecisionTable.Write(decisions, output);
        if (decisions.All(each => each.Decision.Reason != DecisionReason.LibvirtDown))
            return ExitCode.Stopped;
        await errors.WriteLineAsync($"balloon-exporter: libvirt cannot be reached at {options.HypervisorAddresses}");
        return ExitCode.Failed;
    }

    private static async Task<int> FailAsync(TextWriter errors, string problem, int code)
    {
        await errors.WriteLineAsync($"balloon-exporter: {problem}");
        return code;
    }

    private static string? TryRead(FileInfo file, out AlertmanagerMessage? message)
    {
        message = null;
        try
        {
            var read = JsonSerializer.Deserialize(SmallFile.Read(file.FullName, SmallFile.LongestText).Text, AlertmanagerJson.Default.AlertmanagerMessage);
            if (read is not { Version: AlertmanagerMessage.KnownVersion, Alerts: not null })
                return $"{file}: not a message of Alertmanager's webhook, version {AlertmanagerMessage.KnownVersion}";
            message = read;
            return null;
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return $"{file}: {exception.Message}";
        }
    }
}
