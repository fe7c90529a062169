namespace BalloonExporter.Core.Model;

/// <summary>Whether the monitor of a domain is free.</summary>
/// <param name="State">libvirt's number (<c>virDomainControlState</c>): 0 ok, 1 job, 2 occupied, 3 error.</param>
/// <param name="Busy">How long it has been busy; null when libvirt does not tell.</param>
public sealed record DomainControl(int State, TimeSpan? Busy)
{
    /// <summary>Free.</summary>
    public static DomainControl Ok { get; } = new(0, TimeSpan.Zero);
}
