using System.CommandLine;
using System.Globalization;
using BalloonExporter.Api;
using BalloonExporter.Core.Model;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Cli;

/// <summary><c>top</c>: the domains of a running exporter in a table that is renewed.</summary>
internal sealed class TopCommand : Command
{
    // Of a large host's moves the newest; a domain that is not among them was not moved of late.
    private const int Moves = 200;

    private const string DefaultInterval = "2s";

    private static readonly string MovesPath =
        $"{DecisionsEndpoint.Path}?verdict={Verdict.Applied.ToLabel()}&verdict={Verdict.DryRun.ToLabel()}&limit={Moves.ToString(CultureInfo.InvariantCulture)}";

    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(500);

    private readonly ApiTarget _target = new();

    private readonly Option<string> _interval = new("--interval")
    {
        Description = "How often the table is renewed, 500ms to 1h. Default: 2s.",
        HelpName = "DURATION",
    };

    private readonly Option<TopOrder> _sort = new("--sort")
    {
        Description = "Order of the domains. Default: tight, those first that need most of what they have.",
        HelpName = "tight|name|sold|taken",
        CustomParser = result => FlagValue.Value(result, OrderOf, "tight, name, sold or taken"),
    };

    private readonly Option<int> _count = new("--count")
    {
        Description = "End after so many tables. Default: with q or Ctrl-C.",
        HelpName = "NUMBER",
        CustomParser = result => FlagValue.Value<int>(
            result, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : null, "a number of at least 1"),
    };

    public TopCommand()
        : base(
            "top",
            "Shows the domains of a running exporter in a table, in MiB, and renews it; q leaves. Plain lines when the output is no terminal. Exit codes: 0 left, 1 no " +
            "exporter answers, 2 bad options.")
    {
        foreach (var option in (Option[])[_interval, _sort, _count])
            Options.Add(option);
        _target.AddTo(this);
        Validators.Add(result =>
        {
            if (result.GetValue(_interval) is { } text && !(Duration.TryParse(text) is { } interval && interval >= ShortestInterval && interval <= TimeSpan.FromHours(1)))
                result.AddError($"--interval={TextBounds.Cut(text)} is not a duration from 500ms to 1h");
        });
        SetAction(ShowAsync);
    }

    private async Task<int> ShowAsync(ParseResult result, CancellationToken cancellation)
    {
        try
        {
            using var client = _target.Connect(result);
            using var screen = TopScreen.Open(result.InvocationConfiguration.Output, cancellation);
            return await ShowAsync(client, screen, result);
        }
        catch (IOException exception)
        {
            return Fail(result, exception.Message);
        }
    }

    private async Task<int> ShowAsync(ApiClient client, TopScreen screen, ParseResult result)
    {
        var clock = new SteadyClock(TimeProvider.System);
        var (order, interval, count) = (result.GetValue(_sort), Duration.TryParse(result.GetValue(_interval) ?? DefaultInterval)!.Value, result.GetValue(_count));
        for (var shown = 0; !screen.IsLeft; shown++)
        {
            var (view, error) = await ReadAsync(client, screen.Left);
            if (screen.IsLeft)
                break;
            // An exporter that is started anew is waited for, one that never was there is not.
            if (view is null && shown == 0)
                return Fail(result, error!);
            screen.Show([.. view?.Lines(order, clock.WallTime) ?? [TextTable.Plain(error!)]]);
            if (shown + 1 == count)
                break;
            await screen.WaitAsync(interval);
        }

        return ExitCode.Stopped;
    }

    private static async Task<(TopView? View, string? Error)> ReadAsync(ApiClient client, CancellationToken cancellation)
    {
        try
        {
            var (status, statusError) = await client.SendAsync(HttpMethod.Get, StatusEndpoint.Path, null, ApiJson.Default.StatusReport, cancellation);
            if (status is null)
                return (null, statusError);
            var (moves, movesError) = await client.SendAsync(HttpMethod.Get, MovesPath, null, ApiJson.Default.DecisionList, cancellation);
            if (moves is null)
                return (null, movesError);
            // Without libvirt there are none to list; the status says so.
            var (domains, domainsError) = await client.SendAsync(HttpMethod.Get, DomainsEndpoint.Path, null, ApiJson.Default.DomainList, cancellation);
            return domains is null && status.LibvirtUp ? (null, domainsError) : (new TopView(status, domains?.Domains ?? [], moves.Decisions), null);
        }
        catch (OperationCanceledException)
        {
            return (null, null);
        }
    }

    private static TopOrder? OrderOf(string text) => text switch
    {
        "tight" => TopOrder.Tight,
        "name" => TopOrder.Name,
        "sold" => TopOrder.Sold,
        "taken" => TopOrder.Taken,
        _ => null,
    };

    private static int Fail(ParseResult result, string problem)
    {
        result.InvocationConfiguration.Error.WriteLine($"balloon-exporter: {problem}");
        return ExitCode.Failed;
    }
}
