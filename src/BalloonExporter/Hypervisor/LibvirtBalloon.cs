using BalloonExporter.Domains;
using LibvirtSharp;

namespace BalloonExporter.Hypervisor;

/// <summary>Moves balloons through libvirt.</summary>
internal sealed partial class LibvirtBalloon(Hypervisors hypervisors, ILogger<LibvirtBalloon> log) : IBalloon
{
    // A healthy call takes milliseconds; a frozen QEMU would hold it for thirty seconds.
    private static readonly TimeSpan CallDeadline = TimeSpan.FromSeconds(5);

    public async Task<BalloonOutcome> SetTargetAsync(Guid uuid, long targetKib, CancellationToken cancellation)
    {
        var outcome = BalloonOutcome.DomainGone;
        foreach (var writer in hypervisors.Writers)
        {
            outcome = await SetTargetAsync(writer, uuid, targetKib, cancellation);
            if (outcome != BalloonOutcome.DomainGone)
                return outcome;
        }

        return outcome;
    }

    private async Task<BalloonOutcome> SetTargetAsync(WriteSession session, Guid uuid, long targetKib, CancellationToken cancellation)
    {
        try
        {
            return await session.CallAsync(connection => SetTarget(connection, uuid, targetKib), CallDeadline, cancellation);
        }
        catch (TimeoutException exception)
        {
            NotSet(uuid, targetKib * 1024, exception.Message);
            return BalloonOutcome.TimedOut;
        }
        catch (LibvirtException exception)
        {
            NotSet(uuid, targetKib * 1024, exception.LibvirtMessage);
            // Between the look and the command a domain may stop or vanish.
            return exception.Code.Known is LibvirtErrorCode.NoDomain or LibvirtErrorCode.OperationInvalid
                ? BalloonOutcome.DomainGone
                : BalloonOutcome.Failed;
        }
    }

    private static BalloonOutcome SetTarget(LibvirtConnection connection, Guid uuid, long targetKib)
    {
        using var domain = connection.FindDomain(uuid);
        if (domain is null)
            return BalloonOutcome.DomainGone;
        // The running instance only: what the customer's next start gets is not ours to change.
        domain.SetMemory((ulong)targetKib, DomainModificationFlags.Live);
        return BalloonOutcome.Accepted;
    }

    [LoggerMessage(LogLevel.Warning, "A target could not be set")]
    private partial void NotSet(Guid uuid, long targetBytes, string err);
}
