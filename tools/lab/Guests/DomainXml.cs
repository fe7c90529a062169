using System.Globalization;
using System.Security;

namespace BalloonExporter.Lab;

/// <summary>The libvirt definition of a lab guest, and of a domain that is only there to be counted.</summary>
internal static class DomainXml
{
    /// <param name="options">What it is made of.</param>
    /// <param name="image">Where QEMU can read kernel and initramfs.</param>
    /// <param name="files">Path and beginning of the name of the guest's socket, log and disk.</param>
    public static string OfGuest(GuestOptions options, GuestImage image, string files)
    {
        // In emulation on a busy machine timer interrupts come late, and the kernel would panic for want of a timer.
        var kernelOptions = "console=ttyS0 mitigations=off no_timer_check memhp_default_state=online" + (options.BalloonDriver ? "" : " lab.balloon=off")
            + (options.PowerButton ? " lab.button=on" : "");
        var disk = options.DiskMib == 0 ? "" : $"""
              <disk type='file' device='disk'>
                <driver name='qemu' type='raw' cache='unsafe'/>
                <source file='{options.DiskFile(files)}'/>
                <target dev='vda' bus='virtio'/>
              </disk>
            """;
        // Memory can be plugged only where there is a node to plug it into.
        var numa = options.VirtioMemMib == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture, $"<numa><cell id='0' cpus='0' memory='{options.MemoryMib}' unit='MiB'/></numa>");
        var virtioMem = options.VirtioMemMib == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"""
            <memory model='virtio-mem'>
              <target>
                <size unit='MiB'>{options.VirtioMemMib}</size><node>0</node><block unit='MiB'>2</block><requested unit='MiB'>0</requested>
              </target>
            </memory>
            """);
        // type='qemu': emulation. A nested KVM device may open and yet crawl; emulation boots in four seconds anywhere.
        // nosharepages: what the guest fills with zeros must not be merged by the host's KSM, resident memory is measured.
        return string.Create(CultureInfo.InvariantCulture, $"""
            <domain type='qemu'>
              <name>{SecurityElement.Escape(options.Name)}</name>
              <uuid>{options.Uuid}</uuid>
              {(options.Metadata is null ? "" : $"<metadata>{options.Metadata}</metadata>")}
              {(options.VirtioMemMib == 0 ? "" : "<maxMemory slots='8' unit='MiB'>4096</maxMemory>")}
              <memory unit='MiB'>{options.MemoryMib + options.VirtioMemMib}</memory>
              <currentMemory unit='MiB'>{options.CurrentMib ?? options.MemoryMib}</currentMemory>
              <memoryBacking><nosharepages/></memoryBacking>
              <vcpu>1</vcpu>
              <os>
                <type arch='x86_64' machine='q35'>hvm</type>
                <kernel>{image.KernelPath}</kernel>
                <initrd>{image.InitrdPath}</initrd>
                <cmdline>{kernelOptions}</cmdline>
              </os>
              <features><acpi/></features>
              <cpu mode='custom' match='exact'><model>qemu64</model>{numa}</cpu>
              <on_reboot>restart</on_reboot>
              <on_crash>destroy</on_crash>
              <devices>
                <controller type='usb' model='none'/>
                {disk}
                <serial type='file'><source path='{files}.log'/><target port='0'/></serial>
                <serial type='unix'><source mode='bind' path='{files}.sock'/><target port='1'/></serial>
                {virtioMem}
                {Balloon(options)}
              </devices>
            </domain>
            """);
    }

    /// <summary>Costs about 20 MB and no processor time: paused for ever, without an operating system.</summary>
    public static string OfTinyDomain(string name, Guid uuid) => $"""
        <domain type='qemu'>
          <name>{SecurityElement.Escape(name)}</name>
          <uuid>{uuid}</uuid>
          <memory unit='MiB'>64</memory>
          <vcpu>1</vcpu>
          <os><type arch='x86_64' machine='q35'>hvm</type></os>
          <devices>
            <controller type='usb' model='none'/>
            <memballoon model='virtio'><stats period='2'/></memballoon>
          </devices>
        </domain>
        """;

    private static string Balloon(GuestOptions options)
    {
        if (!options.BalloonDevice)
            return "<memballoon model='none'/>";
        var period = options.StatsPeriodSeconds is { } seconds ? $"<stats period='{seconds}'/>" : "";
        return $"<memballoon model='virtio' autodeflate='{OnOff(options.Autodeflate)}'"
            + $" freePageReporting='{OnOff(options.FreePageReporting)}'>{period}</memballoon>";
    }

    private static string OnOff(bool value) => value ? "on" : "off";
}
