using BalloonExporter.Core.Model;
using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>What libvirt's driver for a hypervisor offers. The one place that compares their names.</summary>
/// <param name="Name">Its name in lower case: qemu, lxc, test.</param>
internal sealed record HypervisorDriver(string Name)
{
    private bool IsQemu => Name == "qemu";

    /// <summary>Whether its domains can have a balloon: containers cannot.</summary>
    public bool HasBalloons => Name != "lxc";

    /// <summary>Whether one call reads the balloons of many domains. LXC has no such call, the test driver's knows no balloons.</summary>
    public bool HasBulkStatistics => IsQemu;

    /// <summary>Whether it can be set how often a guest is asked for its statistics.</summary>
    public bool HasStatisticsPeriods => IsQemu;

    /// <summary>Whether each domain is a process of its own on the host of the daemon.</summary>
    public bool RunsProcesses => IsQemu;

    /// <summary>The driver behind a connection.</summary>
    /// <exception cref="LibvirtException">libvirt does not answer.</exception>
    public static HypervisorDriver Of(LibvirtConnection connection) => new(connection.HypervisorType.ToLowerInvariant());

    /// <summary>What can be done with the memory of a domain.</summary>
    /// <param name="model">The model of its balloon; null when it has no such device.</param>
    public BalloonCapability BalloonOf(string? model) => !HasBalloons ? BalloonCapability.None
        : model is null or "none" ? BalloonCapability.Fixed
        : BalloonCapability.Manageable;
}
