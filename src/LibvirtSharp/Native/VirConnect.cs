using System.Runtime.InteropServices;

namespace LibvirtSharp.Native;

internal static unsafe partial class VirConnect
{
    [LibraryImport(LibraryFile.Name, EntryPoint = "virConnectOpen", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ConnectionHandle Open(string? uri);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virConnectOpenReadOnly", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ConnectionHandle OpenReadOnly(string? uri);

    /// <returns>How many references are left; 0 when this was the last and the connection is really gone.</returns>
    [LibraryImport(LibraryFile.Name, EntryPoint = "virConnectClose")]
    internal static partial int Close(nint connection);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virConnectSetKeepAlive")]
    internal static partial int SetKeepAlive(ConnectionHandle connection, int intervalSeconds, uint count);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virConnectIsAlive")]
    internal static partial int IsAlive(ConnectionHandle connection);

    /// <returns>To be freed by the caller.</returns>
    [LibraryImport(LibraryFile.Name, EntryPoint = "virConnectGetURI")]
    internal static partial byte* GetURI(ConnectionHandle connection);

    /// <returns>To be freed by the caller.</returns>
    [LibraryImport(LibraryFile.Name, EntryPoint = "virConnectGetHostname")]
    internal static partial byte* GetHostname(ConnectionHandle connection);

    /// <returns>A constant of libvirt, not to be freed.</returns>
    [LibraryImport(LibraryFile.Name, EntryPoint = "virConnectGetType")]
    internal static partial byte* GetType(ConnectionHandle connection);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virConnectGetLibVersion")]
    internal static partial int GetLibVersion(ConnectionHandle connection, out nuint version);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virConnectGetVersion")]
    internal static partial int GetVersion(ConnectionHandle connection, out nuint version);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virConnectListAllDomains")]
    internal static partial int ListAllDomains(ConnectionHandle connection, out nint* domains, uint flags);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virConnectGetAllDomainStats")]
    internal static partial int GetAllDomainStats(
        ConnectionHandle connection, uint groups, out NativeDomainStatsRecord** records, uint flags);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virConnectDomainEventRegisterAny")]
    internal static partial int DomainEventRegisterAny(
        ConnectionHandle connection,
        nint domain,
        int eventId,
        void* callback,
        nint opaque,
        delegate* unmanaged[Cdecl]<nint, void> freeCallback);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virConnectDomainEventDeregisterAny")]
    internal static partial int DomainEventDeregisterAny(nint connection, int callbackId);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virConnectRegisterCloseCallback")]
    internal static partial int RegisterCloseCallback(
        ConnectionHandle connection,
        delegate* unmanaged[Cdecl]<nint, int, nint, void> callback,
        nint opaque,
        delegate* unmanaged[Cdecl]<nint, void> freeCallback);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virConnectUnregisterCloseCallback")]
    internal static partial int UnregisterCloseCallback(nint connection, delegate* unmanaged[Cdecl]<nint, int, nint, void> callback);
}
