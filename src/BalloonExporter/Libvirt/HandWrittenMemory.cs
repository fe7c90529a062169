using System.Xml.Linq;

namespace BalloonExporter.Libvirt;

/// <summary>
/// Effects of custom QEMU arguments on the guest's memory. Only the domain's XML is considered: a path that looks like one of huge pages
/// counts as one, and an unknown backend counts as unknown memory.
/// </summary>
internal sealed record HandWrittenMemory
{
    /// <summary>Whether a device with direct access to guest memory pins it.</summary>
    public bool Vfio { get; private init; }

    /// <summary>Whether some memory consists of huge pages.</summary>
    public bool Hugepages { get; private init; }

    /// <summary>Whether the memory is locked.</summary>
    public bool Locked { get; private init; }

    /// <summary>Whether some memory is allocated completely at the start.</summary>
    public bool Immediate { get; private init; }

    /// <summary>Whether some memory has a custom backend.</summary>
    public bool Backend { get; private init; }

    /// <summary>Kind of memory encryption; null without one.</summary>
    public string? LaunchSecurity { get; private init; }

    public static HandWrittenMemory Read(XElement domain) =>
        QemuArguments.Of(domain).Aggregate(new HandWrittenMemory(), (memory, argument) => memory.With(argument));

    private HandWrittenMemory With(QemuArgument argument)
    {
        // Names and guest-visible data are not devices.
        if (argument.Option is "name" or "smbios" or "fw_cfg" or "append" or "uuid")
            return this;
        var memory = this with { Vfio = Vfio || Pins(argument) };
        foreach (var (key, value) in argument.Properties())
            memory = memory.With(key, value);
        return memory;
    }

    // Anywhere in the arguments: each of these drivers gives a device access to guest memory.
    private static bool Pins(QemuArgument argument) => argument.Properties().Any(property =>
        property.Value.Contains("vfio", StringComparison.Ordinal)
        || property.Value.Contains("vdpa", StringComparison.Ordinal)
        || property.Value.Contains("nvme://", StringComparison.Ordinal)
        // The emulated device of that name does not pin memory, the driver of a real one does.
        || (argument.Option is "blockdev" or "drive" && property is { Key: "driver", Value: "nvme" }));

    private HandWrittenMemory With(string key, string value) => key switch
    {
        "" or "qom-type" or "driver" when value.StartsWith("memory-backend-", StringComparison.Ordinal) => this with { Backend = true },
        "" or "qom-type" when value is "sev-guest" or "sev-snp-guest" or "tdx-guest" or "s390-pv-guest" or "pef-guest" or "arm-rme-guest" =>
            this with { LaunchSecurity = value[..^"-guest".Length] },
        "confidential-guest-support" or "memory-encryption" => this with { LaunchSecurity = LaunchSecurity ?? key },
        "mem-path" when value.Contains("huge", StringComparison.OrdinalIgnoreCase) => this with { Hugepages = true, Backend = true },
        "mem-path" or "memdev" or "memory-backend" or "readconfig" or QemuArgument.Unreadable => this with { Backend = true },
        "hugetlb" when !IsOff(value) => this with { Hugepages = true },
        "prealloc" or "mem-prealloc" when !IsOff(value) => this with { Immediate = true },
        "mem-lock" or "mlock" when !IsOff(value) => this with { Locked = true },
        _ => this,
    };

    private static bool IsOff(string value) => value is "off" or "no" or "false" or "n";
}
