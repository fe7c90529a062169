using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using BalloonExporter.Api;
using BalloonExporter.Core.Model;
using BalloonExporter.Options;
using BalloonExporter.Options.Flags;
using BalloonExporter.State;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Cli;

/// <summary><c>policy history DOMAIN</c>: the last changes of a domain's policy, from the state folder.</summary>
internal sealed class PolicyHistoryCommand : Command
{
    private static readonly string[] Head = ["TIME", "BY", "BEFORE", "AFTER"];

    private readonly Argument<string> _domain = new("DOMAIN") { Description = "Name or UUID of the domain; of one that is gone only the UUID." };
    private readonly CommandBackend _backend = new();
    private readonly FeedbackFlags _feedback = new();
    private readonly Option<bool> _json = new("--json") { Description = "Write the answer as JSON.", Arity = ArgumentArity.Zero };

    public PolicyHistoryCommand()
        : base("history", "Shows the last 20 changes of a domain's policy and who made them. Exit codes: 0 shown, 1 no such domain or no such file, 2 bad options.")
    {
        Arguments.Add(_domain);
        Options.Add(_backend.Address);
        Options.Add(_feedback.StatePath);
        Options.Add(_json);
        SetAction(Show);
    }

    private int Show(ParseResult result)
    {
        var output = result.InvocationConfiguration.Output;
        var options = _feedback.Read(result, _backend.Flags.Read(result, new ExporterOptions()));
        try
        {
            var (uuid, problem) = Find(result.GetRequiredValue(_domain), options);
            if (uuid is null)
                return Fail(result, problem!);
            var edits = PolicyHistoryStore.Read(new StateFolder(options.StatePath.FullName)).Of(uuid.Value);
            if (result.GetValue(_json))
                output.WriteLine(JsonSerializer.Serialize(PolicyHistoryReport.Of(edits), ApiJson.Answers.PolicyHistoryReport));
            else
                TextTable.Write([Head, .. edits.Select(Row)], output);
            return ExitCode.Stopped;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            return Fail(result, $"{Path.Combine(options.StatePath.FullName, PolicyHistoryStore.FileName)}: {exception.Message}");
        }
    }

    private static (Guid? Uuid, string? Problem) Find(string name, ExporterOptions options)
    {
        if (Guid.TryParseExact(name, "D", out var uuid))
            return (uuid, null);
        if (CommandBackend.TryLoad() is { } missing)
            return (null, missing);
        var answer = CommandBackend.Policies(options).Read(name);
        return (answer.Domain?.Uuid, answer.Error ?? $"no domain {name} at {options.HypervisorAddresses}");
    }

    private static int Fail(ParseResult result, string problem)
    {
        result.InvocationConfiguration.Error.WriteLine($"balloon-exporter: {problem}");
        return ExitCode.Failed;
    }

    private static string[] Row(PolicyEdit edit) =>
    [
        edit.At.ToString("yyyy-MM-dd HH:mm:ssZ", CultureInfo.InvariantCulture),
        edit.By,
        PolicyText.Of(PolicySpecReport.Of(edit.Before)),
        PolicyText.Of(PolicySpecReport.Of(edit.After)),
    ];
}
