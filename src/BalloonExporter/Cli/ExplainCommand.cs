using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using BalloonExporter.Api;
using BalloonExporter.Cli.Backtesting;
using BalloonExporter.Cli.Past;
using BalloonExporter.Core.Model;
using BalloonExporter.Explaining;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Cli;

/// <summary><c>explain DOMAIN</c>: why a domain has the target that it has.</summary>
internal sealed class ExplainCommand : Command
{
    private readonly ApiTarget _target = new();
    private readonly PrometheusFlags _prometheus = new();

    private readonly Argument<string> _domain = new("DOMAIN") { Description = "Name or UUID of the domain." };

    private readonly Option<long?> _at = new("--at")
    {
        Description = "The moment to explain, out of --prometheus.url: 2026-11-01T12:00:00Z or UNIX seconds. Default: now.",
        HelpName = "TIME",
        CustomParser = result => FlagValue.Value(result, MomentText.TryParse, MomentText.Expected),
    };

    private readonly Option<bool> _json = new("--json") { Description = "Write the answer as JSON.", Arity = ArgumentArity.Zero };

    public ExplainCommand()
        : base(
            "explain",
            "Tells why a domain has the target that it has: the signals with their figures, the guard-rails that clipped it, and what would change it. Beside each " +
            "figure stands the metric to ask for. Asks a running exporter, or with --prometheus.url a Prometheus, for the past too. Exit codes: 0 explained, 2 no " +
            "such domain, no data, no answer, or bad options.")
    {
        Arguments.Add(_domain);
        foreach (var option in (Option[])[_at, .. _prometheus.Options, _json])
            Options.Add(option);
        _target.AddTo(this);
        Validators.Add(Validate);
        SetAction(ExplainAsync);
    }

    private void Validate(CommandResult result)
    {
        if (result.GetResult(_at) is not null && result.GetResult(_prometheus.Address) is null)
            result.AddError($"{_at.Name} requires {_prometheus.Address.Name}: an exporter knows only what is now");
        _prometheus.Validate(result);
    }

    private async Task<int> ExplainAsync(ParseResult result, CancellationToken cancellation)
    {
        try
        {
            var explained = Explanation.Of(result.GetResult(_prometheus.Address) is null ? await AskExporterAsync(result, cancellation) : await AskPrometheusAsync(result, cancellation));
            var output = result.InvocationConfiguration.Output;
            if (result.GetValue(_json))
                output.WriteLine(JsonSerializer.Serialize(explained, ExplanationJson.Default.Explanation));
            else
                ExplanationText.Write(explained, output);
            return ExitCode.Stopped;
        }
        catch (Exception exception) when (exception is IOException or HistoryException)
        {
            await result.InvocationConfiguration.Error.WriteLineAsync($"balloon-exporter: {exception.Message}");
            return ExitCode.Usage;
        }
    }

    private async Task<ExplainedDomain> AskPrometheusAsync(ParseResult result, CancellationToken cancellation)
    {
        using var client = _prometheus.Connect(result);
        var query = new PastQuery(_prometheus.NameOf(client), client, _prometheus.Matchers(result));
        var at = result.GetValue(_at) ?? new SteadyClock(TimeProvider.System).WallTime.ToUnixTimeSeconds();
        return await new PastDomain(query, at).ReadAsync(result.GetRequiredValue(_domain), cancellation);
    }

    private async Task<ExplainedDomain> AskExporterAsync(ParseResult result, CancellationToken cancellation)
    {
        using var client = _target.Connect(result);
        var name = result.GetRequiredValue(_domain);
        var domains = await client.GetAsync(DomainsEndpoint.Path, ApiJson.Default.DomainList, cancellation);
        var domain = domains.Domains.FirstOrDefault(each => string.Equals(each.Uuid, name, StringComparison.OrdinalIgnoreCase)) ?? domains.Domains.FirstOrDefault(each => each.Name == name)
            ?? throw new IOException($"no domain {TextBounds.Cut(name)} runs at {client.Name}");
        var status = await client.GetAsync(StatusEndpoint.Path, ApiJson.Default.StatusReport, cancellation);
        var decisions = await client.GetAsync($"{DecisionsEndpoint.Path}?uuid={domain.Uuid}", ApiJson.Default.DecisionList, cancellation);
        try
        {
            return DomainExplanation.Of(status, domain, decisions.Decisions, new SteadyClock(TimeProvider.System).WallTime);
        }
        catch (FormatException exception)
        {
            throw new IOException($"{client.Name}: {exception.Message}", exception);
        }
    }
}
