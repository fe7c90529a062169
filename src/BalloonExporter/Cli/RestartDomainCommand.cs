using System.CommandLine;
using System.Text.Json;
using BalloonExporter.Api;
using BalloonExporter.Core.Model;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Cli;

/// <summary><c>restart DOMAIN</c>: has a running exporter restart a domain, and waits for it.</summary>
internal sealed class RestartDomainCommand : Command
{
    // Beside those that all commands have.
    private const int StillRuns = 3;
    private const int IsOff = 4;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    // An exporter that is started anew in between goes on with it.
    private const int MostSilence = 120;

    private readonly ApiTarget _target = new();

    private readonly Argument<string> _domain = new("DOMAIN") { Description = "Name or UUID of a running domain." };

    private readonly Option<string> _timeout = new("--timeout") { Description = "How long the guest has to shut down, 1s to 1h. Default: 90s.", HelpName = "DURATION" };

    private readonly Option<bool> _force = new("--force")
    {
        Description = "Pull the plug. Only for a guest that did not shut down within its deadline, and with --confirm.",
        Arity = ArgumentArity.Zero,
    };

    private readonly Option<bool> _confirm = new("--confirm") { Description = "With --force: data that is not stored may be lost.", Arity = ArgumentArity.Zero };

    private readonly Option<bool> _noWait = new("--no-wait") { Description = "Do not wait for its end.", Arity = ArgumentArity.Zero };

    private readonly Option<bool> _json = new("--json") { Description = "Write the last answer as JSON.", Arity = ArgumentArity.Zero };

    public RestartDomainCommand()
        : base(
            "restart",
            "Restarts a domain: shuts its guest down, waits until it is off, and starts it with its definition. A running exporter does it, and finishes it " +
            "when this command ends early. Exit codes: 0 restarted, 1 refused or failed and the guest runs on, 2 bad options, 3 the guest still runs after its " +
            "deadline, 4 it is off and could not be started.")
    {
        Arguments.Add(_domain);
        foreach (var option in (Option[])[_timeout, _force, _confirm, _noWait, _json])
            Options.Add(option);
        _target.AddTo(this);
        Validators.Add(result =>
        {
            if (result.GetValue(_force) && !result.GetValue(_confirm))
                result.AddError("--force pulls the plug, and data that is not stored may be lost: give --confirm too");
            if (result.GetValue(_timeout) is { } text && Duration.TryParse(text) is null)
                result.AddError($"--timeout={TextBounds.Cut(text)} is not a duration such as 90s");
        });
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        try
        {
            using var client = _target.Connect(result);
            var (uuid, error) = await FindAsync(client, result.GetRequiredValue(_domain), cancellation);
            if (error is not null)
                return Fail(result, error);
            (var report, error) = await client.SendAsync(HttpMethod.Post, PathOf(uuid), Body(result), ApiJson.Default.RestartReport, cancellation);
            if (report is null)
                return Fail(result, error!);
            report = result.GetValue(_noWait) ? Tell(result, report) : await WaitAsync(client, result, report, cancellation);
            if (result.GetValue(_json))
                result.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(report, ApiJson.Default.RestartReport));
            return result.GetValue(_noWait) ? ExitCode.Stopped : CodeOf(report);
        }
        catch (IOException exception)
        {
            return Fail(result, exception.Message);
        }
        catch (OperationCanceledException)
        {
            return Fail(result, "no longer waited for; the exporter goes on with it");
        }
    }

    private static async Task<(Guid Uuid, string? Error)> FindAsync(ApiClient client, string name, CancellationToken cancellation)
    {
        if (Guid.TryParseExact(name, "D", out var uuid))
            return (uuid, null);
        var (list, error) = await client.SendAsync(HttpMethod.Get, DomainsEndpoint.Path, null, ApiJson.Default.DomainList, cancellation);
        if (list is null)
            return (default, error);
        return list.Domains.FirstOrDefault(domain => domain.Name == name) is { } found
            ? (Guid.Parse(found.Uuid), null)
            : (default, $"no domain {name} runs there");
    }

    private async Task<RestartReport> WaitAsync(ApiClient client, ParseResult result, RestartReport report, CancellationToken cancellation)
    {
        var told = Tell(result, report);
        for (var silence = 0; report.Restart is { UnderWay: true } && silence < MostSilence;)
        {
            await Task.Delay(Interval, cancellation);
            var (next, _) = await client.SendAsync(HttpMethod.Get, PathOf(report.Uuid), null, ApiJson.Default.RestartReport, cancellation);
            silence = next is null ? silence + 1 : 0;
            report = next ?? report;
            if (report.Restart?.Phase != told.Restart?.Phase)
                told = Tell(result, report);
        }

        return report;
    }

    private RestartReport Tell(ParseResult result, RestartReport report)
    {
        if (!result.GetValue(_json))
            result.InvocationConfiguration.Output.WriteLine($"{report.Domain}: {TextOf(report.Restart)}");
        return report;
    }

    private static string TextOf(RestartEntry? restart)
    {
        var text = restart?.Phase switch
        {
            "requested" => "room is made",
            "shutting_down" => $"shutting down, {restart.SecondsLeft} s left",
            "stopping" => "stopping by force",
            "starting" => "off, starting",
            "commanding" => "the command restarts it",
            "still_running" => "it did not shut down in time and still runs; should it stop soon after all, it is started",
            "done" => "restarted",
            "start_failed" => "it is off and could not be started",
            null => "nothing is known of its restart any more",
            _ => restart.Phase,
        };
        return restart?.Problem is { } problem ? $"{text}: {problem}" : text;
    }

    private static int CodeOf(RestartReport report) => report.Restart?.Phase switch
    {
        "done" => ExitCode.Stopped,
        "still_running" => StillRuns,
        "start_failed" or "starting" => IsOff,
        _ => ExitCode.Failed,
    };

    private string Body(ParseResult result) => JsonSerializer.Serialize(
        new RestartQuestion
        {
            Mode = result.GetValue(_force) ? RestartMode.Force.ToLabel() : RestartMode.Graceful.ToLabel(),
            Timeout = result.GetValue(_timeout),
            Confirm = result.GetValue(_confirm) ? true : null,
        },
        RestartQuestionJson.Default.RestartQuestion);

    private static string PathOf(Guid uuid) => RestartEndpoint.Path.Replace("{uuid}", uuid.ToString(), StringComparison.Ordinal);

    private static int Fail(ParseResult result, string problem)
    {
        result.InvocationConfiguration.Error.WriteLine($"balloon-exporter: {problem}");
        return ExitCode.Failed;
    }
}
