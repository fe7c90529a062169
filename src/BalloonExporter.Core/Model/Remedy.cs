namespace BalloonExporter.Core.Model;

/// <summary>Explanation of why a domain is not managed, and what to do.</summary>
/// <param name="Why">The cause.</param>
/// <param name="WayOut">What to do about it.</param>
public sealed record Remedy(string Why, string WayOut)
{
    private const string Edit = "virsh edit DOMAIN";

    /// <summary>The command that mends it or begins to, with DOMAIN for the domain; null where no command of the host does.</summary>
    public string? Command { get; private init; }

    /// <summary>The remedy of a reason; null where the reason passes by itself or is about a message.</summary>
    public static Remedy? Of(DecisionReason reason) => reason switch
    {
        DecisionReason.Lxc => new("a container has no balloon", "reinstall the server as a virtual machine (KVM)"),
        DecisionReason.NoDriver => new(
            "the domain has no balloon device, or its guest no driver for it",
            "give its definition <memballoon model='virtio'/> and start it again; in Windows install the virtio balloon driver and its service")
        { Command = Edit },
        DecisionReason.Vfio => new(
            "a device of the host is passed through, which pins all of the guest's memory",
            "detach the device, or take it out of <qemu:commandline>, or leave the server its fixed memory")
        { Command = Edit },
        DecisionReason.Hugepages => new(
            "the guest's memory is made of huge pages, of which none can be given back",
            "remove <hugepages/> from <memoryBacking>, or what makes them in <qemu:commandline>, and start it again")
        { Command = Edit },
        DecisionReason.Locked => new(
            "the guest's memory is locked, or was all allocated at its start",
            "remove <locked/> and <allocation mode='immediate'/> from <memoryBacking>, or what does the same in <qemu:commandline>, and start it again")
        { Command = Edit },
        DecisionReason.LaunchSecurity => new(
            "the guest's memory is encrypted, which pins it",
            "remove <launchSecurity>, or what does the same in <qemu:commandline>, and start it again, or leave the server its fixed memory")
        { Command = Edit },
        DecisionReason.MemoryByHand => new(
            "the guest's memory is given to QEMU by hand, so nothing is known of what it is made of",
            "remove memory backends from <qemu:commandline>, describe them in <memoryBacking>, and start it again")
        { Command = Edit },
        DecisionReason.NoUsableMemory => new(
            "its guest's driver does not report how much memory is usable",
            "give it a newer balloon driver: in Linux 4.6 or later, in Windows the virtio drivers and their balloon service"),
        DecisionReason.OptedOut => new(
            "its customer, or the operator for its name, wants no ballooning, or did so when it was started",
            "opt in (enabled=yes) and start it again")
        { Command = "balloon-exporter policy set DOMAIN --enabled=yes && balloon-exporter restart DOMAIN" },
        DecisionReason.PolicyInvalid => new("its policy element is malformed", "set or clear the policy") { Command = "balloon-exporter policy clear DOMAIN" },
        DecisionReason.Excluded => new("the operator left it out", "change --domain.include or --domain.exclude"),
        DecisionReason.NotRunning => new("it does not run", "start it") { Command = "virsh start DOMAIN" },
        DecisionReason.FactsUnknown => new("its definition could not be read", "see the exporter's log") { Command = "journalctl -u balloon-exporter" },
        DecisionReason.MonitorBusy => new("its QEMU does not answer", "see whether a job runs, or QEMU hangs") { Command = "virsh domjobinfo DOMAIN" },
        DecisionReason.StaleStatistics => new(
            "its guest reports no statistics, or too rarely",
            "virsh dommemstat DOMAIN --period 2 --live; see whether the guest's balloon driver runs")
        { Command = "virsh dommemstat DOMAIN --period 2 --live" },
        DecisionReason.Grace => new("it started, rebooted or arrived a moment ago", "wait"),
        _ => null,
    };
}
