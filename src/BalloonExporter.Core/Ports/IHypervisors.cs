namespace BalloonExporter.Core.Ports;

/// <summary>The hypervisors of this host. A UUID is one domain, whatever hypervisors list it.</summary>
public interface IHypervisors
{
    /// <summary>All of them, in the order in which they were named.</summary>
    IReadOnlyList<IHypervisor> All { get; }
}
