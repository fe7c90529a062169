namespace BalloonExporter.Core.Model;

/// <summary>The parts of a scrape, as an operator names them. A closed set: flags, <c>collect[]</c> and a metric label.</summary>
public enum CollectorName
{
    /// <summary>Domains, balloons, guest statistics and policies. Always on.</summary>
    Libvirt,

    /// <summary>Messages received, decisions made and moves done by the feedback engine. Always on.</summary>
    Feedback,

    /// <summary>The host's memory, swap and pressure.</summary>
    Host,

    /// <summary>Whether the monitor of each domain is free, busy or broken.</summary>
    Control,

    /// <summary>Swap and huge pages of each domain's process.</summary>
    Process,

    /// <summary>Memory, events and pressure of each domain's cgroup.</summary>
    Cgroup,

    /// <summary>Memory promised to processes by the host.</summary>
    Commit,

    /// <summary>The host's huge pages by size.</summary>
    Hugepages,

    /// <summary>Memory merged by the host's kernel.</summary>
    Ksm,

    /// <summary>The host's memory by NUMA node.</summary>
    Numa,

    /// <summary>OpenStack's names of domains.</summary>
    Openstack,

    /// <summary>oVirt's metadata of domains.</summary>
    Ovirt,
}
