using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Tracking;
using LibvirtSharp;
using DomainState = BalloonExporter.Core.Model.DomainState;

namespace BalloonExporter.Libvirt;

/// <summary>Moves balloons through libvirt.</summary>
internal sealed partial class LibvirtBalloon(Hypervisors hypervisors, FactsCache cache, DomainEvents domains, ILogger<LibvirtBalloon> log) : IBalloon
{
    // A healthy call takes milliseconds; a frozen QEMU would block it for thirty seconds.
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
            // A domain may stop or vanish between the check and the call.
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
        hypervisors.CountWrite(MonitorCall.Target);
        try
        {
            // Only the running instance: the definition for the next start belongs to the customer.
            domain.SetMemory((ulong)targetKib, DomainModificationFlags.Live);
            return BalloonOutcome.Accepted;
        }
        catch (LibvirtException exception) when (targetKib > atCall.CurrentKib && IsRefusal(exception))
        {
            NotSet(uuid, Kib.ToBytes(targetKib), exception.LibvirtMessage);
            // The cached facts of its devices are outdated, even if the event was lost.
            domains.Changed(uuid);
            return BalloonOutcome.RefusedAsTooHigh;
        }
    }

    // libvirt gives no error code for this, only translated text. For a running domain with a known balloon only the size can be invalid.
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

    // Set before the first move of an instance: a superfluous marker is harmless, a missing one could cost the customer memory.
    private void Note(LibvirtDomain domain)
    {
        try
        {
            ManagedMarker.Set(domain);
        }
        catch (LibvirtException exception)
        {
            // The marker is needed only if the customer opts out and this process ends before the memory is given back.
            NotNoted(domain.Uuid, exception.LibvirtMessage);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The managed marker could not be set in a running domain")]
    private partial void NotNoted(Guid uuid, string err);

    [LoggerMessage(LogLevel.Warning, "A target could not be set")]
    private partial void NotSet(Guid uuid, long targetBytes, string err);
}
