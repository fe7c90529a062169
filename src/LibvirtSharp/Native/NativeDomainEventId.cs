namespace LibvirtSharp.Native;

/// <summary>The part of virDomainEventID that is bound.</summary>
internal enum NativeDomainEventId
{
    Lifecycle = 0,
    Reboot = 1,
    BalloonChange = 13,
    DeviceRemoved = 15,
    DeviceAdded = 19,
    MetadataChange = 23,
    MemoryDeviceSizeChange = 26,
}
