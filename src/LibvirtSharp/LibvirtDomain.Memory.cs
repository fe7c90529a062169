using LibvirtSharp.Native;

namespace LibvirtSharp;

public sealed partial class LibvirtDomain
{
    /// <summary>
    /// Memory statistics
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainMemoryStats">virDomainMemoryStats</see>). For many
    /// domains
    /// <see cref="LibvirtConnection.GetAllDomainStats"/> is one call instead of many.
    /// </summary>
    public BalloonStats GetMemoryStats() => MemoryStatsReader.Read(Handle);

    /// <summary>
    /// Sets the memory target
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainSetMemoryFlags">virDomainSetMemoryFlags</see>). The call
    /// only asks the guest: success
    /// says nothing about whether, how far and when the balloon follows. libvirt accepts any size, however absurdly small.
    /// </summary>
    /// <param name="kib">The size in KiB.</param>
    /// <param name="flags">What the change applies to.</param>
    public void SetMemory(ulong kib, DomainModificationFlags flags) =>
        Check.ThrowIfNegative(VirDomain.SetMemoryFlags(Handle, checked((nuint)kib), (uint)flags));

    /// <summary>
    /// How often the guest is asked for statistics
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainSetMemoryStatsPeriod">virDomainSetMemoryStatsPeriod</see>).
    /// </summary>
    /// <param name="seconds">The period; 0 stops it, and the last values stay frozen.</param>
    /// <param name="flags">What the change applies to.</param>
    public void SetMemoryStatsPeriod(int seconds, DomainModificationFlags flags) =>
        Check.ThrowIfNegative(VirDomain.SetMemoryStatsPeriod(Handle, seconds, (uint)flags));
}
