using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Tracking;
using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>Forwards libvirt's events to the domain tracker.</summary>
internal sealed partial class HypervisorEvents(DomainEvents domains, LifecycleFeed feed, ILogger<HypervisorEvents> log)
{
    // VIR_DOMAIN_EVENT_RESUMED_UNPAUSED. All other details mean that the instance came from elsewhere: by migration, which may have begun
    // long after the process started, or from a snapshot.
    private const int ResumedByHand = 0;

    // VIR_DOMAIN_EVENT_STOPPED_MIGRATED, _SAVED, _FROM_SNAPSHOT.
    private const int StoppedByMigration = 3;
    private const int StoppedBySave = 4;
    private const int StoppedBySnapshot = 6;

    /// <summary>Subscribes on a new connection. A driver that lacks an event is skipped.</summary>
    public void Attach(LibvirtConnection connection, ICollection<IDisposable> attached)
    {
        domains.Missed();
        feed.Missed();
        var told = Try(() => connection.SubscribeLifecycle(Lifecycle))
            & Try(() => connection.SubscribeBalloonChange(change => domains.BalloonMoved(change.Uuid, (long)change.ActualKib)))
            & Try(() => connection.SubscribeReboot(reboot => domains.Rebooted(reboot.Uuid)))
            // A host device attached to a running guest pins its memory.
            & Try(() => connection.SubscribeDeviceAdded(change => domains.Changed(change.Uuid)))
            & Try(() => connection.SubscribeDeviceRemoved(change => domains.Changed(change.Uuid)));
        Try(() => connection.SubscribeMetadataChange(change => domains.Changed(change.Uuid)));
        // Libraries without this event have no such devices.
        Try(() => connection.SubscribeMemoryDeviceSizeChange(change => domains.Changed(change.Uuid)));
        if (!told && HypervisorDriver.Of(connection).HasBulkStatistics)
            domains.NotTold();

        bool Try(Func<IDisposable> subscribe)
        {
            try
            {
                attached.Add(subscribe());
                return true;
            }
            catch (LibvirtException exception) when (connection.IsAlive)
            {
                NoEvents(exception.LibvirtMessage);
                return false;
            }
        }
    }

    internal void Lifecycle(DomainLifecycleEvent change)
    {
        domains.StateChanged(change.Uuid);
        switch (change.Type.Known)
        {
            case DomainLifecycleEventType.Started:
                domains.Started(change.Uuid);
                feed.Started(change.Uuid);
                break;
            case DomainLifecycleEventType.Stopped:
                domains.Stopped(change.Uuid);
                feed.Stopped(change.Uuid, CauseOf(change.Detail));
                break;
            case DomainLifecycleEventType.Crashed:
                domains.Stopped(change.Uuid);
                break;
            case DomainLifecycleEventType.Resumed when change.Detail != ResumedByHand:
                domains.Rebooted(change.Uuid);
                break;
            // A running domain whose definition is removed continues to run.
            case DomainLifecycleEventType.Undefined:
            case DomainLifecycleEventType.Defined:
                domains.Changed(change.Uuid);
                break;
        }
    }

    private static StopCause CauseOf(int detail) => detail switch
    {
        StoppedByMigration => StopCause.MigratedAway,
        StoppedBySave or StoppedBySnapshot => StopCause.Saved,
        _ => StopCause.Ended,
    };

    [LoggerMessage(LogLevel.Debug, "libvirt does not support an event here")]
    private partial void NoEvents(string err);
}
