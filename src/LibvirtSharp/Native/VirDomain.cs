using System.Runtime.InteropServices;

namespace LibvirtSharp.Native;

internal static unsafe partial class VirDomain
{
    [LibraryImport(LibraryFile.Name, EntryPoint = "virDomainFree")]
    internal static partial int Free(nint domain);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virDomainLookupByUUID")]
    internal static partial nint LookupByUUID(ConnectionHandle connection, byte* uuid);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virDomainDefineXML", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint DefineXML(ConnectionHandle connection, string xml);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virDomainCreateXML", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint CreateXML(ConnectionHandle connection, string xml, uint flags);

    /// <summary>Local, no round trip. A raw pointer, since records and events bring domains that are only borrowed.</summary>
    [LibraryImport(LibraryFile.Name, EntryPoint = "virDomainGetUUID")]
    internal static partial int GetUUID(nint domain, byte* uuid);

    /// <summary>Local, no round trip. The string belongs to the domain.</summary>
    [LibraryImport(LibraryFile.Name, EntryPoint = "virDomainGetName")]
    internal static partial byte* GetName(nint domain);

    /// <returns>All bits set when the domain is not active.</returns>
    [LibraryImport(LibraryFile.Name, EntryPoint = "virDomainGetID")]
    internal static partial uint GetID(DomainHandle domain);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virDomainIsActive")]
    internal static partial int IsActive(DomainHandle domain);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virDomainIsPersistent")]
    internal static partial int IsPersistent(DomainHandle domain);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virDomainListGetStats")]
    internal static partial int ListGetStats(nint* domains, uint groups, out NativeDomainStatsRecord** records, uint flags);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virDomainStatsRecordListFree")]
    internal static partial void StatsRecordListFree(NativeDomainStatsRecord** records);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virDomainMemoryStats")]
    internal static partial int MemoryStats(DomainHandle domain, NativeMemoryStat* statistics, uint capacity, uint flags);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virDomainSetMemoryFlags")]
    internal static partial int SetMemoryFlags(DomainHandle domain, nuint kib, uint flags);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virDomainSetMemoryStatsPeriod")]
    internal static partial int SetMemoryStatsPeriod(DomainHandle domain, int seconds, uint flags);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virDomainGetInfo")]
    internal static partial int GetInfo(DomainHandle domain, out NativeDomainInfo info);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virDomainGetControlInfo")]
    internal static partial int GetControlInfo(DomainHandle domain, out NativeControlInfo info, uint flags);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virDomainGetJobInfo")]
    internal static partial int GetJobInfo(DomainHandle domain, out NativeJobInfo info);

    /// <returns>To be freed by the caller.</returns>
    [LibraryImport(LibraryFile.Name, EntryPoint = "virDomainGetXMLDesc")]
    internal static partial byte* GetXMLDesc(DomainHandle domain, uint flags);

    /// <returns>To be freed by the caller.</returns>
    [LibraryImport(LibraryFile.Name, EntryPoint = "virDomainGetMetadata", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial byte* GetMetadata(DomainHandle domain, int type, string? uri, uint flags);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virDomainSetMetadata", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetMetadata(DomainHandle domain, int type, string? metadata, string? key, string? uri, uint flags);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virDomainCreateWithFlags")]
    internal static partial int CreateWithFlags(DomainHandle domain, uint flags);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virDomainShutdown")]
    internal static partial int Shutdown(DomainHandle domain);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virDomainShutdownFlags")]
    internal static partial int ShutdownFlags(DomainHandle domain, uint flags);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virDomainSetLifecycleAction")]
    internal static partial int SetLifecycleAction(DomainHandle domain, uint type, uint action, uint flags);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virDomainHasManagedSaveImage")]
    internal static partial int HasManagedSaveImage(DomainHandle domain, uint flags);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virDomainDestroy")]
    internal static partial int Destroy(DomainHandle domain);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virDomainSuspend")]
    internal static partial int Suspend(DomainHandle domain);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virDomainResume")]
    internal static partial int Resume(DomainHandle domain);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virDomainReboot")]
    internal static partial int Reboot(DomainHandle domain, uint flags);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virDomainReset")]
    internal static partial int Reset(DomainHandle domain, uint flags);

    [LibraryImport(LibraryFile.Name, EntryPoint = "virDomainUndefineFlags")]
    internal static partial int UndefineFlags(DomainHandle domain, uint flags);
}
