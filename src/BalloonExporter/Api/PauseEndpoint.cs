using BalloonExporter.Core.Model;
using BalloonExporter.Engine;
using ExporterToolkit.Configuration;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BalloonExporter.Api;

/// <summary><c>/api/v1/pause</c> and <c>/api/v1/resume</c>: while paused no memory is taken.</summary>
internal sealed class PauseEndpoint(Pauses pauses, AuditTrail audit, SteadyClock clock)
{
    public const string Path = "/api/v1/pause";
    public const string ResumePath = "/api/v1/resume";

    private const int BodyLimit = 4096;

    /// <summary>State of the pause, and who asked for it</summary>
    /// <response code="200">The state.</response>
    public Ok<PauseAnswer> Get()
    {
        var (byApi, byFile) = (pauses.ByApi, pauses.ByFile);
        return TypedResults.Ok(new PauseAnswer
        {
            Paused = byApi is not null || byFile is not null,
            Api = byApi is null ? null : PauseEntry.Of(byApi, clock),
            File = byFile,
        });
    }

    /// <summary>Takes no memory from any domain until resumed</summary>
    /// <remarks>
    /// Memory is still given. The pause ends with /api/v1/resume, with its time, or with the process; to outlive a restart use the file of
    /// --pause.file. A second pause replaces the first.
    /// </remarks>
    /// <param name="body">Both fields may be left out, so may the body.</param>
    /// <param name="caller">Who pauses.</param>
    /// <response code="200">The state now.</response>
    /// <response code="400">The body is not as it should be.</response>
    /// <response code="408">The body did not come in time.</response>
    /// <response code="413">Larger than 4 KiB.</response>
    public async Task<Results<Ok<PauseAnswer>, Refusal>> PauseAsync(RequestBody<PauseQuestion> body, Caller caller)
    {
        var (question, refusal) = await body.ReadAsync(BodyLimit, PauseQuestion.Parse);
        return question is null ? refusal! : await BeginAsync(question, caller);
    }

    /// <summary>Begins the pause of a question that was read.</summary>
    public async Task<Results<Ok<PauseAnswer>, Refusal>> BeginAsync(PauseQuestion question, Caller caller)
    {
        var now = clock.Now;
        TimeSpan? length = null;
        if (question.For is { } text && (length = Duration.TryParse(text)) is not { Ticks: > 0 })
            return Refusal.BadRequest($"for must be a duration such as 30m or 2h, of at most {Duration.Longest.TotalHours:0}h");
        pauses.Pause(new ApiPause(TextBounds.Cut(caller.Name), now, now + length, question.Reason is { } reason ? TextBounds.Cut(reason) : null));
        await audit.WrittenAsync();
        return Get();
    }

    /// <summary>Ends the pause of /api/v1/pause</summary>
    /// <remarks>A file that pauses goes on pausing.</remarks>
    /// <response code="200">The state now.</response>
    public async Task<Ok<PauseAnswer>> ResumeAsync(Caller caller)
    {
        pauses.Resume(caller.Name);
        await audit.WrittenAsync();
        return Get();
    }
}
