namespace LibvirtSharp;

/// <summary>
/// Basic facts of a domain (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetInfo">virDomainGetInfo</see>).
/// </summary>
/// <param name="State">What it is doing.</param>
/// <param name="MaximumKib">The most memory it may ever have, in KiB.</param>
/// <param name="CurrentKib">The memory it has now, in KiB.</param>
/// <param name="VirtualCpus">The number of its virtual CPUs.</param>
/// <param name="CpuTimeNanoseconds">CPU time used since it started, in nanoseconds.</param>
public sealed record DomainInfo(
    LibvirtEnum<DomainState> State, ulong MaximumKib, ulong CurrentKib, int VirtualCpus, ulong CpuTimeNanoseconds);
