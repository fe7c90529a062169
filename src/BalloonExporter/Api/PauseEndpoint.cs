using System.Text.Json;
using System.Text.Json.Serialization;
using BalloonExporter.Core.Model;
using BalloonExporter.Engine;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Api;

/// <summary><c>/api/v1/pause</c> and <c>/api/v1/resume</c>: no memory is taken until further notice.</summary>
internal sealed class PauseEndpoint(Pauses pauses, AuditTrail audit, RequestBody bodies, SteadyClock clock)
{
    public const string Path = "/api/v1/pause";
    public const string ResumePath = "/api/v1/resume";

    private const int BodyLimit = 4096;

    /// <summary>Tells who has paused.</summary>
    public Task GetAsync(HttpContext context) => AnswerAsync(context);

    public async Task PauseAsync(HttpContext context)
    {
        if (await ReadAsync(context) is not { } question)
            return;
        var now = clock.Now;
        TimeSpan? length = null;
        if (question.For is { } text && (length = Duration.TryParse(text)) is not { Ticks: > 0 })
        {
            await ApiError.WriteAsync(context, StatusCodes.Status400BadRequest, $"for must be a duration such as 30m or 2h, of at most {Duration.Longest.TotalHours:0}h");
            return;
        }

        pauses.Pause(new ApiPause(TextBounds.Cut(Caller.Of(context)), now, now + length, question.Reason is { } reason ? TextBounds.Cut(reason) : null));
        await audit.WrittenAsync();
        await AnswerAsync(context);
    }

    public async Task ResumeAsync(HttpContext context)
    {
        pauses.Resume(Caller.Of(context));
        await audit.WrittenAsync();
        await AnswerAsync(context);
    }

    private async Task<PauseQuestion?> ReadAsync(HttpContext context)
    {
        var (read, problem) = await bodies.ReadAsync(context, BodyLimit, Parse);
        if (problem is not null)
            await problem.WriteAsync(context);
        else if (read!.Error is { } error)
            await ApiError.WriteAsync(context, StatusCodes.Status400BadRequest, error);
        return read?.Question;
    }

    // Both fields may be left out, so may the body.
    private static ParsedPause Parse(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
            return new ParsedPause(new PauseQuestion(null, null), null);
        try
        {
            return JsonSerializer.Deserialize(body.Span, PauseJson.Default.PauseQuestion) is { } question
                ? new ParsedPause(question, null)
                : new ParsedPause(null, "the body is not as it should be: an object is needed");
        }
        catch (JsonException exception)
        {
            return new ParsedPause(null, $"the body is not as it should be: {exception.Message}");
        }
    }

    private Task AnswerAsync(HttpContext context)
    {
        var (byApi, byFile) = (pauses.ByApi, pauses.ByFile);
        var answer = new PauseAnswer(byApi is not null || byFile is not null, byApi is null ? null : PauseEntry.Of(byApi, clock), byFile);
        return context.Response.WriteAsJsonAsync(answer, PauseJson.Default.PauseAnswer);
    }
}

/// <summary>What may be said with a pause.</summary>
internal sealed record PauseQuestion(string? Reason, string? For);

/// <summary>What was found in a body: a question, or what is wrong.</summary>
internal sealed record ParsedPause(PauseQuestion? Question, string? Error);

/// <summary>Whether the exporter is paused, and by whom.</summary>
internal sealed record PauseAnswer(bool Paused, PauseEntry? Api, string? File);

/// <summary>A pause by the wall clock.</summary>
internal sealed record PauseEntry(string By, DateTimeOffset Since, DateTimeOffset? Until, string? Reason)
{
    public static PauseEntry Of(ApiPause pause, SteadyClock clock) => new(
        pause.By, clock.WallTimeOf(pause.Since), pause.Until is { } until ? clock.WallTimeOf(until) : null, pause.Reason);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    MaxDepth = 4)]
[JsonSerializable(typeof(PauseQuestion))]
[JsonSerializable(typeof(PauseAnswer))]
internal sealed partial class PauseJson : JsonSerializerContext;
