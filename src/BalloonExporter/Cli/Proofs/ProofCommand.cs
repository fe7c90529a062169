using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using BalloonExporter.Cli.Backtesting;
using BalloonExporter.Core.Model;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Cli.Proofs;

/// <summary><c>proof DOMAIN</c>: what a domain had within a month, for its customer.</summary>
internal sealed class ProofCommand : Command
{
    private readonly Argument<string> _domain = new("DOMAIN") { Description = "Name or UUID of the domain." };

    private readonly Option<ProofMonth> _month = new("--month")
    {
        Description = "The month, in UTC, for example 2026-11. Default: this month so far.",
        HelpName = "MONTH",
        CustomParser = result => FlagValue.Reference(result, ProofMonth.TryParse, "a month such as 2026-11"),
    };

    private readonly Option<bool> _json = new("--json") { Description = "Write JSON.", Arity = ArgumentArity.Zero };
    private readonly Option<bool> _csv = new("--csv") { Description = "Write a table: a line for all hosts, and one for each.", Arity = ArgumentArity.Zero };
    private readonly PrometheusFlags _prometheus = new();

    public ProofCommand()
        : base(
            "proof",
            "Tells from a Prometheus what a domain had of the memory it was sold within a month, on all hosts that it lived on: for how long it was short, had less than it was sold, what it lent and borrowed, in words for a ticket. " +
            "Exit codes: 0 told, 2 bad options, or no such data.")
    {
        Arguments.Add(_domain);
        foreach (var option in (IEnumerable<Option>)[_month, _json, _csv, .. _prometheus.Options])
            Options.Add(option);
        Validators.Add(Validate);
        SetAction(RunAsync);
    }

    private void Validate(CommandResult result)
    {
        if (result.GetResult(_prometheus.Address) is null)
            result.AddError($"{_prometheus.Address.Name} is needed");
        if (result.GetResult(_json) is not null && result.GetResult(_csv) is not null)
            result.AddError($"{_csv.Name} and {_json.Name} are mutually exclusive");
        if (result.GetResult(_domain)?.Tokens is [{ Value: "" }])
            result.AddError("DOMAIN is empty");
        _prometheus.Validate(result);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        var output = result.InvocationConfiguration.Output;
        try
        {
            var report = await AskAsync(result, cancellation);
            foreach (var line in result.GetValue(_json) ? [ProofData.Json(report)] : result.GetValue(_csv) ? ProofData.Csv(report) : ProofWords.Lines(report))
                await output.WriteLineAsync(line);
            return ExitCode.Stopped;
        }
        catch (HistoryException exception)
        {
            await result.InvocationConfiguration.Error.WriteLineAsync($"balloon-exporter: {exception.Message}");
            return ExitCode.Usage;
        }
    }

    private async Task<ProofReport> AskAsync(ParseResult result, CancellationToken cancellation)
    {
        var now = new SteadyClock(TimeProvider.System).WallTime;
        var month = result.GetValue(_month) ?? ProofMonth.Of(now);
        if (month.From >= now.ToUnixTimeSeconds())
            throw new HistoryException($"{_month.Name}={month.Text} has not begun");
        using var client = _prometheus.Connect(result);
        try
        {
            return await new ProofQuery(client, _prometheus.Matchers(result), month, now.ToUnixTimeSeconds()).AskAsync(result.GetRequiredValue(_domain), cancellation);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new HistoryException($"{_prometheus.NameOf(client)}: its answer is not that of a Prometheus", exception);
        }
        catch (Exception exception) when (exception is FormatException or HttpRequestException)
        {
            throw new HistoryException($"{_prometheus.NameOf(client)}: {exception.Message}", exception);
        }
    }
}
