using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Tracking;
using LibvirtSharp;
using DomainState = BalloonExporter.Core.Model.DomainState;

namespace BalloonExporter.Libvirt;

/// <summary>Moves balloons through libvirt.</summary>
internal sealed partial class LibvirtBalloon(Hypervisors hypervisors, FactsCache cache, DomainEvents domains, ILogger<LibvirtBalloon> log) : IBalloon
{
    // A healthy call takes milliseconds; a frozen QEMU would hold it for thirty seconds.
    private static readonly TimeSpan CallDeadline = TimeSpan.FromSeconds(5);

    public async Task<BalloonOutcome> SetTargetAsync(
        Guid uuid, long targetKib, Func<PreflightState, DecisionReason?> lastCheck, CancellationToken cancellation)
    {
        var outcome = BalloonOutcome.DomainGone;
        foreach (var writer in hypervisors.Writers)
        {
            outcome = await SetTargetAsync(writer, uuid, targetKib, lastCheck, cancellation);
            if (outcome != BalloonOutcome.DomainGone)
                return outcome;
        }

        return outcome;
    }

    private async Task<BalloonOutcome> SetTargetAsync(
        WriteSession session, Guid uuid, long targetKib, Func<PreflightState, DecisionReason?> lastCheck, CancellationToken cancellation)
    {
        try
        {
            return await session.CallAsync(connection => SetTarget(connection, uuid, targetKib, lastCheck), CallDeadline, cancellation);
        }
        catch (TimeoutException exception)
        {
            NotSet(uuid, Kib.ToBytes(targetKib), exception.Message);
            return BalloonOutcome.TimedOut;
        }
        catch (LibvirtException exception)
        {
            NotSet(uuid, Kib.ToBytes(targetKib), exception.LibvirtMessage);
            // Between the look and the command a domain may stop or vanish.
            return exception.Code.Known is LibvirtErrorCode.NoDomain or LibvirtErrorCode.OperationInvalid
                ? BalloonOutcome.DomainGone
                : BalloonOutcome.Failed;
        }
    }

    private BalloonOutcome SetTarget(
        LibvirtConnection connection, Guid uuid, long targetKib, Func<PreflightState, DecisionReason?> lastCheck)
    {
        using var domain = connection.FindDomain(uuid);
        if (domain is null)
            return BalloonOutcome.DomainGone;
        var facts = cache.Of(uuid);
        var atCall = AtCall(domain, facts ?? DomainFacts.Unknown);
        if (lastCheck(atCall) is not null)
            return BalloonOutcome.CalledOff;
        if (facts is { HasManagedMarker: false })
            Note(domain);
        domains.BalloonTold(uuid);
        try
        {
            // The running instance only: what the customer's next start gets is not ours to change.
            domain.SetMemory((ulong)targetKib, DomainModificationFlags.Live);
            return BalloonOutcome.Accepted;
        }
        catch (LibvirtException exception) when (targetKib > atCall.CurrentKib && IsRefusal(exception))
        {
            NotSet(uuid, Kib.ToBytes(targetKib), exception.LibvirtMessage);
            // What was known of its devices does not hold any more, whatever became of the event.
            domains.Changed(uuid);
            return BalloonOutcome.RefusedAsTooHigh;
        }
    }

    // libvirt names no cause but in words, which are translated. Of a domain that runs, and whose balloon it knows, it refuses only sizes.
    private static bool IsRefusal(LibvirtException exception) =>
        exception.Code.Known is LibvirtErrorCode.InvalidArg or LibvirtErrorCode.OperationFailed or LibvirtErrorCode.ConfigUnsupported;

    private static PreflightState AtCall(LibvirtDomain domain, DomainFacts facts)
    {
        var info = domain.GetInfo();
        var maximumKib = BalloonRam.MaximumKib((long)info.MaximumKib, facts);
        var currentKib = BalloonRam.CurrentKib((long)info.CurrentKib, maximumKib, facts)!.Value;
        return new PreflightState((DomainState)info.State.Raw, JobActive(domain), currentKib);
    }

    private static bool JobActive(LibvirtDomain domain)
    {
        try
        {
            return domain.GetJobInfo().Type.Known is not (DomainJobType.None or DomainJobType.Completed);
        }
        catch (LibvirtException exception) when (exception.Code.Known == LibvirtErrorCode.NoSupport)
        {
            // A driver without jobs: LXC, test.
            return false;
        }
    }

    // Before the first move of an instance: a note too many costs nothing, one that is missing could cost its customer memory.
    private void Note(LibvirtDomain domain)
    {
        try
        {
            ManagedMarker.Set(domain);
        }
        catch (LibvirtException exception)
        {
            // Needed only if the customer opts out and this process ends before the memory is given back.
            NotNoted(domain.Uuid, exception.LibvirtMessage);
        }
    }

    [LoggerMessage(LogLevel.Warning, "It could not be noted in a running domain that its balloon is managed")]
    private partial void NotNoted(Guid uuid, string err);

    [LoggerMessage(LogLevel.Warning, "A target could not be set")]
    private partial void NotSet(Guid uuid, long targetBytes, string err);
}
