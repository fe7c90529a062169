namespace LibvirtSharp;

/// <summary>
/// Whether the channel to the hypervisor process is free
/// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetControlInfo">virDomainGetControlInfo</see>).
/// </summary>
/// <param name="State">Free, busy or broken.</param>
/// <param name="Details">libvirt's virDomainControlErrorReason when the state is <see cref="DomainControlState.Error"/>, 0
/// otherwise.</param>
/// <param name="StateTimeMilliseconds">How long it has been so; only for <see cref="DomainControlState.Occupied"/> and
/// <see cref="DomainControlState.Job"/>.</param>
public sealed record DomainControlInfo(LibvirtEnum<DomainControlState> State, int Details, ulong StateTimeMilliseconds);
