using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LibvirtSharp.Native;

/// <summary>What libvirt calls on the event-loop thread. Nothing may be thrown out of these: above them is native code.</summary>
internal static unsafe class EventCallbacks
{
    internal static void* Lifecycle => (delegate* unmanaged[Cdecl]<nint, nint, int, int, nint, int>)&OnLifecycle;

    internal static void* Reboot => (delegate* unmanaged[Cdecl]<nint, nint, nint, void>)&OnReboot;

    internal static void* BalloonChange => (delegate* unmanaged[Cdecl]<nint, nint, ulong, nint, void>)&OnBalloonChange;

    internal static void* MetadataChange => (delegate* unmanaged[Cdecl]<nint, nint, int, byte*, nint, void>)&OnMetadataChange;

    /// <summary>Handles both added and removed devices: each kind of event has its own subscribers.</summary>
    internal static void* Device => (delegate* unmanaged[Cdecl]<nint, nint, byte*, nint, void>)&OnDevice;

    internal static void* MemoryDeviceSizeChange => (delegate* unmanaged[Cdecl]<nint, nint, byte*, ulong, nint, void>)&OnMemoryDeviceSizeChange;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnLifecycle(nint connection, nint domain, int type, int detail, nint opaque)
    {
        try
        {
            Rooted.Find<EventSink<DomainLifecycleEvent>>(opaque)?.Deliver(
                new(DomainIdentity.Uuid(domain), DomainIdentity.Name(domain), LibvirtEnum.From<DomainLifecycleEventType>(type), detail));
        }
        catch (Exception exception)
        {
            CallbackFailure.Report(exception);
        }
        return 0; // Unused by libvirt.
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnReboot(nint connection, nint domain, nint opaque)
    {
        try
        {
            Rooted.Find<EventSink<DomainRebootEvent>>(opaque)?.Deliver(new(DomainIdentity.Uuid(domain), DomainIdentity.Name(domain)));
        }
        catch (Exception exception)
        {
            CallbackFailure.Report(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnBalloonChange(nint connection, nint domain, ulong actualKib, nint opaque)
    {
        try
        {
            Rooted.Find<EventSink<DomainBalloonChangeEvent>>(opaque)?.Deliver(
                new(DomainIdentity.Uuid(domain), DomainIdentity.Name(domain), actualKib));
        }
        catch (Exception exception)
        {
            CallbackFailure.Report(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnMetadataChange(nint connection, nint domain, int type, byte* namespaceUri, nint opaque)
    {
        try
        {
            Rooted.Find<EventSink<DomainMetadataChangeEvent>>(opaque)?.Deliver(new(
                DomainIdentity.Uuid(domain),
                DomainIdentity.Name(domain),
                LibvirtEnum.From<DomainMetadataType>(type),
                namespaceUri is null ? null : NativeText.Copy(namespaceUri)));
        }
        catch (Exception exception)
        {
            CallbackFailure.Report(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnDevice(nint connection, nint domain, byte* alias, nint opaque)
    {
        try
        {
            Rooted.Find<EventSink<DomainDeviceEvent>>(opaque)?.Deliver(
                new(DomainIdentity.Uuid(domain), DomainIdentity.Name(domain), NativeText.Copy(alias)));
        }
        catch (Exception exception)
        {
            CallbackFailure.Report(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnMemoryDeviceSizeChange(nint connection, nint domain, byte* alias, ulong sizeKib, nint opaque)
    {
        try
        {
            Rooted.Find<EventSink<DomainMemoryDeviceSizeEvent>>(opaque)?.Deliver(
                new(DomainIdentity.Uuid(domain), DomainIdentity.Name(domain), NativeText.Copy(alias), sizeKib));
        }
        catch (Exception exception)
        {
            CallbackFailure.Report(exception);
        }
    }
}
