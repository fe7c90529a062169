using System.ComponentModel.DataAnnotations;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Core.Restarts;
using BalloonExporter.Engine;
using BalloonExporter.Options;
using BalloonExporter.Options.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BalloonExporter.Api;

/// <summary><c>/api/v1/domains/{uuid}/restart</c>.</summary>
internal sealed class RestartEndpoint(Restarter restarter, IDomainPower power, AuditTrail audit, ExporterOptions options, SteadyClock clock)
{
    public const string Path = "/api/v1/domains/{uuid}/restart";

    private const int BodyLimit = 4 * Kib.Bytes;

    private static readonly Refusal MayNotForce = new(StatusCodes.Status403Forbidden, "force needs a key that may force");

    /// <summary>How a restart of a domain goes, and whether one would be refused now</summary>
    /// <param name="uuid">libvirt's UUID of the domain.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="aborted">The request's end.</param>
    /// <response code="200">The restart under way, or the last one that is known; none: never since this exporter started.</response>
    /// <response code="400">Not a UUID.</response>
    /// <response code="404">No such domain on this host, or one that the operator left out.</response>
    /// <response code="503">libvirt cannot be reached.</response>
    public async Task<Results<Ok<RestartReport>, Refusal>> GetAsync([DataType("uuid")] string uuid, Caller caller, CancellationToken aborted)
    {
        if (DomainUuid.TryRead(uuid) is not { } id)
            return DomainUuid.NotOne(uuid);
        var (domain, error) = await power.LookAsync(id, aborted);
        if (error is not null)
            return RefusalOf(new RestartAnswer(RestartRefusal.LibvirtDown));
        if (domain is null || !options.Domains.Selects(domain.Name))
            return RefusalOf(new RestartAnswer(RestartRefusal.UnknownDomain));
        return TypedResults.Ok(ReportOf(domain, restarter.Of(id)).For(caller));
    }

    /// <summary>Restarts a domain: shuts its guest down, waits until it is off, and starts it with its definition</summary>
    /// <remarks>
    /// Answers when the guest is about to be asked; how it goes on is told by GET. Where the guest will have fixed memory, room is made on the host
    /// before, for 30 s at most. Once the guest was asked its server is started when it stops, also when this exporter is killed, when no caller waits any
    /// more, or when it stops up to ten minutes after its deadline. After the deadline a guest that ignores the request still runs: force is another
    /// request, with a key that may force and with "confirm": true.
    /// </remarks>
    /// <param name="uuid">libvirt's UUID of the domain.</param>
    /// <param name="body">All fields may be left out, so may the body.</param>
    /// <param name="caller">Who restarts it.</param>
    /// <param name="aborted">The request's end.</param>
    /// <response code="202">It has begun.</response>
    /// <response code="400">Not a UUID, or the body is not as it should be.</response>
    /// <response code="403">The exporter only observes, or the key may not force.</response>
    /// <response code="404">No such domain on this host, or one that the operator left out.</response>
    /// <response code="408">The body did not come in time.</response>
    /// <response code="409">Refused, with the reason, and what is missing where that is memory. The guest was not touched.</response>
    /// <response code="413">Larger than 4 KiB.</response>
    /// <response code="503">libvirt cannot be reached.</response>
    public async Task<Results<Accepted<RestartReport>, Refusal>> PostAsync(
        [DataType("uuid")] string uuid, RequestBody<RestartQuestion> body, Caller caller, CancellationToken aborted)
    {
        if (DomainUuid.TryRead(uuid) is not { } id)
            return DomainUuid.NotOne(uuid);
        var (question, refusal) = await body.ReadAsync(BodyLimit, RestartQuestion.Parse);
        return question is null ? refusal! : await BeginAsync(id, question, caller, aborted);
    }

    /// <summary>Begins the restart of a question that was read.</summary>
    public async Task<Results<Accepted<RestartReport>, Refusal>> BeginAsync(Guid uuid, RestartQuestion question, Caller caller, CancellationToken aborted)
    {
        if (question.IsForced && !caller.May.Contains(Scope.Force))
            return MayNotForce;
        var answer = await restarter.RequestAsync(
            new RestartRequest(uuid, question.IsForced, question.Confirm == true, question.Deadline, TextBounds.Cut(caller.Name)), aborted);
        await audit.WrittenAsync();
        if (answer.Refusal is not null)
            return RefusalOf(answer);
        return TypedResults.Accepted((string?)null, RestartReport.Of(uuid, answer.Restart!.Name, answer.Restart, clock.Now, clock).For(caller));
    }

    /// <summary>Gives up waiting for a guest that was asked to shut down, or calls off a restart that has not begun</summary>
    /// <remarks>A guest that was asked may follow yet: should it stop within ten minutes, it is started.</remarks>
    /// <param name="uuid">libvirt's UUID of the domain.</param>
    /// <param name="caller">Who gives up.</param>
    /// <response code="200">The restart now.</response>
    /// <response code="400">Not a UUID.</response>
    /// <response code="409">No restart of it can be left: none is known, or its server is being started.</response>
    public async Task<Results<Ok<RestartReport>, Refusal>> DeleteAsync([DataType("uuid")] string uuid, Caller caller)
    {
        if (DomainUuid.TryRead(uuid) is not { } id)
            return DomainUuid.NotOne(uuid);
        if (restarter.Leave(id, TextBounds.Cut(caller.Name)) is not { } left)
            return new Refusal(StatusCodes.Status409Conflict, "no restart of it can be left: none is under way, or its server is being started");
        await audit.WrittenAsync();
        return TypedResults.Ok(RestartReport.Of(id, left.Name, left, clock.Now, clock).For(caller));
    }

    private RestartReport ReportOf(DomainPower domain, Restart? restart)
    {
        var report = RestartReport.Of(domain.Uuid, domain.Name, restart, clock.Now, clock) with { ForceDue = restarter.RefusalOf(domain, isForced: true) is null };
        return restarter.RefusalOf(domain, isForced: false) is { } refusal
            ? report with { Refusal = refusal.ToLabel(), Why = RestartRefusalText.Of(refusal) }
            : report;
    }

    private static Refusal RefusalOf(RestartAnswer answer)
    {
        var refusal = answer.Refusal!.Value;
        var text = RestartRefusalText.Of(refusal);
        var status = refusal switch
        {
            RestartRefusal.Observes => StatusCodes.Status403Forbidden,
            RestartRefusal.UnknownDomain => StatusCodes.Status404NotFound,
            RestartRefusal.LibvirtDown => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status409Conflict,
        };
        return new Refusal(status, answer.MissingKib > 0 ? $"{text}: {ByteSize.Format(answer.MissingKib)} are missing" : text)
        {
            Reason = refusal.ToLabel(),
            MissingBytes = answer.MissingKib > 0 ? Kib.ToBytes(answer.MissingKib) : null,
        };
    }
}
