using BalloonExporter.Core.Model;
using BalloonExporter.Engine;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BalloonExporter.Api;

/// <summary><c>/api/v1/starts</c>: domains that are about to start.</summary>
internal sealed class StartsEndpoint(StartAnnouncements announcements, SteadyClock clock)
{
    public const string Path = "/api/v1/starts";

    private const int BodyLimit = 4 * Kib.Bytes;

    private static readonly Refusal TooMany = new(
        StatusCodes.Status503ServiceUnavailable, "too many domains are expected to start: announce it again when some of them have");

    /// <summary>Announces a domain that is about to start or to arrive by migration</summary>
    /// <remarks>
    /// Idle memory of others is taken for it at once, as the guard-rails allow, before it touches memory. Answered without waiting for that, and
    /// without asking libvirt. The room is kept for a minute, or until the domain runs: then what it has touched is seen. A second
    /// announcement replaces the first. deploy/libvirt/hooks/qemu does this from libvirt's hook.
    /// </remarks>
    /// <param name="body">The domain.</param>
    /// <param name="caller">Who announces it.</param>
    /// <response code="200">It is expected.</response>
    /// <response code="400">The body is not as it should be.</response>
    /// <response code="408">The body did not come in time.</response>
    /// <response code="413">Larger than 4 KiB.</response>
    /// <response code="503">Too many domains are expected, or too much is asked for at once: announce it again.</response>
    public async Task<Results<Ok<StartAnswer>, Refusal>> PostAsync(RequestBody<StartBody> body, Caller caller)
    {
        var (message, refusal) = await body.ReadAsync(BodyLimit, StartBody.Parse);
        if (message?.Domain() is not { } uuid)
            return refusal!;
        return announcements.Announce(uuid, message.Memory, caller.Name) is { } start
            ? TypedResults.Ok(new StartAnswer
            {
                Uuid = uuid,
                Room = Kib.ToBytes(start.RoomKib),
                Until = clock.WallTimeOf(start.Until),
            })
            : TooMany;
    }
}
