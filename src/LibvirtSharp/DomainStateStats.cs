namespace LibvirtSharp;

/// <summary>The state group of bulk statistics.</summary>
/// <param name="State">What the domain is doing.</param>
/// <param name="Reason">Why; the meaning of the number depends on the state (libvirt's virDomainRunningReason and so on).</param>
public sealed record DomainStateStats(LibvirtEnum<DomainState> State, int? Reason);
