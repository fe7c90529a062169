namespace LibvirtSharp;

/// <summary>
/// The memory of the host, in KiB, as its daemon sees it
/// (<see href="https://libvirt.org/html/libvirt-libvirt-host.html#virNodeGetMemoryStats">virNodeGetMemoryStats</see>). What the daemon does
/// not report is null.
/// </summary>
/// <param name="TotalKib">All memory of the host.</param>
/// <param name="FreeKib">Unused memory.</param>
/// <param name="BuffersKib">Buffers of block devices.</param>
/// <param name="CachedKib">Page cache.</param>
public sealed record NodeMemory(ulong? TotalKib, ulong? FreeKib, ulong? BuffersKib, ulong? CachedKib);
