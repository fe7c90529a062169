using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Engine;
using BalloonExporter.Options;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BalloonExporter.Api;

/// <summary><c>/api/v1/release</c>.</summary>
internal sealed class ReleaseEndpoint(Releaser releaser, PauseEndpoint pause, AuditTrail audit, ActingRole role, ExporterOptions options)
{
    public const string Path = "/api/v1/release";

    private const int BodyLimit = 4096;

    private static readonly Refusal OnlyObserves = new(
        StatusCodes.Status403Forbidden, "this exporter only observes: run it with --mode=act to give back what an earlier one took");

    private static readonly Refusal StandsBy = new(
        StatusCodes.Status409Conflict, "another exporter acts on this host, or this is unknown: ask that one, or see the log");

    private static readonly Refusal NoLibvirt = new(
        StatusCodes.Status503ServiceUnavailable, "libvirt cannot be reached: nothing was given back. The exporter is paused, so nothing is taken; release again");

    /// <summary>Gives every domain all of its memory back, and takes none any more</summary>
    /// <remarks>
    /// The way out of ballooning: pauses as /api/v1/pause does, without an end, and asks for the maximum of every domain. The guard-rails
    /// decide, so the host keeps its reserve; what could not be given is told, and another release gives what there is room for then. A
    /// domain that only its operator can have lowered is left as it is. The pause ends with the process: then stop the exporter, or have
    /// it observe.
    /// </remarks>
    /// <param name="body">May be left out.</param>
    /// <param name="caller">Who releases.</param>
    /// <param name="aborted">The request's end.</param>
    /// <response code="200">What became of each domain.</response>
    /// <response code="400">The body is not as it should be.</response>
    /// <response code="403">The exporter only observes.</response>
    /// <response code="408">The body did not come in time.</response>
    /// <response code="409">Another exporter acts on this host, or this is unknown.</response>
    /// <response code="413">Larger than 4 KiB.</response>
    /// <response code="503">libvirt cannot be reached; paused all the same.</response>
    public async Task<Results<Ok<ReleaseReport>, Refusal>> PostAsync(RequestBody<ReleaseQuestion> body, Caller caller, CancellationToken aborted)
    {
        var (question, refusal) = await body.ReadAsync(BodyLimit, ReleaseQuestion.Parse);
        if (question is null)
            return refusal!;
        if (options.Mode != ExporterMode.Act)
            return OnlyObserves;
        if (!role.MayAct)
            return StandsBy;
        var reason = question.Reason is { } why ? TextBounds.Cut(why) : null;
        var released = await releaser.ReleaseAsync(TextBounds.Cut(caller.Name), reason, aborted);
        await audit.WrittenAsync();
        return released is null ? NoLibvirt : TypedResults.Ok(ReleaseReport.Of(released, pause.Get().Value!));
    }
}
