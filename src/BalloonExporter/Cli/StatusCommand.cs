using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using BalloonExporter.Api;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Cli;

/// <summary><c>status</c>: how a running exporter and its host are, with the exit codes of monitoring plug-ins.</summary>
internal sealed class StatusCommand : Command, IUsageCode
{
    // Codes of monitoring plug-ins; 3 is also bad use.
    private const int Unknown = 3;

    private const string ActMode = "act";

    private static readonly string[] Head = ["TIME", "DOMAIN", "FROM", "TO", "WHAT AND WHY"];

    private readonly ApiTarget _target = new();

    private readonly Option<bool> _json = new("--json") { Description = "Write the answer as JSON.", Arity = ArgumentArity.Zero };

    public StatusCommand()
        : base(
            "status",
            "Shows how a running exporter and its host are: mode, level, memory, heartbeat, pause, emergency, last moves. Exit codes as monitoring plug-ins have " +
            "them: 0 fine, 1 warning, 2 critical, 3 unknown or bad options.")
    {
        _target.AddTo(this);
        Options.Add(_json);
        SetAction(ShowAsync);
    }

    public int UsageCode => Unknown;

    private async Task<int> ShowAsync(ParseResult result, CancellationToken cancellation)
    {
        var output = result.InvocationConfiguration.Output;
        try
        {
            using var client = _target.Connect(result);
            var (report, error) = await client.SendAsync(HttpMethod.Get, StatusEndpoint.Path, null, ApiJson.Default.StatusReport, cancellation);
            if (report is null)
                return Fail(output, error!);
            var judged = StatusJudgement.Of(report);
            if (result.GetValue(_json))
                output.WriteLine(JsonSerializer.Serialize(report, ApiJson.Default.StatusReport));
            else
                Write(report, judged, output);
            return judged.Code;
        }
        catch (IOException exception)
        {
            return Fail(output, exception.Message);
        }
    }

    // Monitoring reads the first line of the output.
    private static int Fail(TextWriter output, string problem)
    {
        output.WriteLine($"UNKNOWN: {problem}");
        return Unknown;
    }

    private static void Write(StatusReport report, StatusJudgement judged, TextWriter output)
    {
        var acts = report.Mode == ActMode;
        output.WriteLine(TextTable.Plain(judged.Line));
        Line("mode", report.Standby ? "observe: another exporter acts on this host, or this is unknown" : report.Mode);
        Line("level", report.Level is { } level ? $"{level.ToUpperInvariant()}: {StatusJudgement.MeaningOf(level, acts)}" : "not known yet");
        Line("available", $"{MebibyteText.Of(report.AvailableBytes)} of {MebibyteText.Of(report.TotalBytes)}");
        Line("heartbeat", report.HeartbeatAgeSeconds is { } age ? string.Create(CultureInfo.InvariantCulture, $"{age:0} s ago") : "never");
        Line("pause", StatusJudgement.PauseOf(report.Pause) ?? "none");
        Line("emergency", report.Emergency ? $"yes: what guests can spare {(acts ? "is" : "would be")} taken at once" : "none");
        Line("domains", string.Create(CultureInfo.InvariantCulture, $"{report.Domains} run, {report.Managed} are managed"));
        if (report.ReclaimableBytes is { } bytes)
            Line("act mode", $"could take {MebibyteText.Of(bytes)} that servers occupy and do not need now");
        if (report.Moves.Count > 0)
            TextTable.Write([Head, .. report.Moves.Select(Row)], output);

        void Line(string what, string value) => output.WriteLine($"{what + ':',-11}{TextTable.Plain(value)}");
    }

    private static string[] Row(DecisionEntry move) =>
    [
        move.At.ToString("HH:mm:ssZ", CultureInfo.InvariantCulture),
        move.Domain ?? move.Uuid ?? "-",
        MebibyteText.Of(move.FromBytes),
        MebibyteText.Of(move.ToBytes),
        MoveText.Of(move),
    ];
}
