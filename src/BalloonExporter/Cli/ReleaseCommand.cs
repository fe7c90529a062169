using System.CommandLine;
using System.Text.Json;
using BalloonExporter.Api;
using BalloonExporter.Core.Model;
using BalloonExporter.Engine;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Cli;

/// <summary><c>release --all</c>: has a running exporter give every domain all of its memory back, and take nothing any more.</summary>
internal sealed class ReleaseCommand : Command
{
    private static readonly string[] Head = ["DOMAIN", "SOLD", "HAD", "HAS", "MISSING", "WHY"];

    private static readonly int[] Numbers = [1, 2, 3, 4];

    private readonly ApiTarget _target = new();

    private readonly Option<bool> _all = new("--all") { Description = "Of every domain. For one domain: policy set DOMAIN --enabled=no.", Arity = ArgumentArity.Zero };

    private readonly Option<string> _reason = new("--reason") { Description = $"Why, for the pause and the log. Default: \"{Releaser.DefaultReason}\".", HelpName = "TEXT" };

    private readonly Option<bool> _json = new("--json") { Description = "Write the answer as JSON.", Arity = ArgumentArity.Zero };

    public ReleaseCommand()
        : base(
            "release",
            "Has a running exporter give every domain all of its memory back and pauses it, so that it takes none any more. What the host has no room for is told: run it " +
            "again later. Exit codes: 0 all is given back, 1 something is missing, or it was refused, 2 bad options.")
    {
        foreach (var option in (Option[])[_all, _reason, _json])
            Options.Add(option);
        _target.AddTo(this);
        Validators.Add(result =>
        {
            if (!result.GetValue(_all))
                result.AddError("release gives all memory of every domain back and takes none any more: give --all");
        });
        SetAction(ReleaseAsync);
    }

    private async Task<int> ReleaseAsync(ParseResult result, CancellationToken cancellation)
    {
        try
        {
            using var client = _target.Connect(result);
            var body = JsonSerializer.Serialize(new ReleaseQuestion { Reason = result.GetValue(_reason) }, ReleaseQuestionJson.Default.ReleaseQuestion);
            var (report, error) = await client.SendAsync(HttpMethod.Post, ReleaseEndpoint.Path, body, ApiJson.Default.ReleaseReport, cancellation);
            if (report is null)
                return Fail(result, error!);
            var output = result.InvocationConfiguration.Output;
            if (result.GetValue(_json))
                output.WriteLine(JsonSerializer.Serialize(report, ApiJson.Answers.ReleaseReport));
            else
                Write(report, output);
            return report.MissingBytes == 0 ? ExitCode.Stopped : ExitCode.Failed;
        }
        catch (IOException exception)
        {
            return Fail(result, exception.Message);
        }
    }

    private static void Write(ReleaseReport report, TextWriter output)
    {
        foreach (var line in TextTable.Lines([Head, .. report.Domains.Select(Row)], Numbers))
            output.WriteLine(line);
        output.WriteLine($"Given back: {Explain(report.GivenBytes)}.");
        if (report.MissingBytes > 0)
            output.WriteLine($"Missing: {Explain(report.MissingBytes)}. Release again when what is named under WHY has passed.");
        output.WriteLine(TextTable.Plain($"Paused {StatusJudgement.PauseOf(report.Pause)}. Nothing is taken any more; that ends with this process, so stop it or have it observe (--mode=observe)."));
    }

    private static string[] Row(ReleaseEntry domain) =>
    [
        domain.Name,
        MebibyteText.Number(domain.MaximumBytes),
        MebibyteText.Number(domain.FromBytes),
        MebibyteText.Number(domain.ToBytes),
        MebibyteText.Number(domain.MissingBytes),
        WhyOf(domain),
    ];

    private static string WhyOf(ReleaseEntry domain) => domain switch
    {
        { MissingBytes: 0 } => "-",
        { LoweredByOperator: true } => "its operator lowered it: left as it is",
        { ClippedBy: { } clips } => string.Join(", ", clips),
        { Reason: { } reason } => reason,
        _ => "-",
    };

    private static string Explain(long bytes) => ByteSize.Explain(Kib.FromBytes(bytes));

    private static int Fail(ParseResult result, string problem)
    {
        result.InvocationConfiguration.Error.WriteLine($"balloon-exporter: {problem}");
        return ExitCode.Failed;
    }
}
