using System.Xml.Linq;

namespace BalloonExporter.Libvirt;

/// <summary>
/// What arguments given to QEMU by hand do to the guest's memory. Only what the domain's XML says counts: a path that looks like one of huge
/// pages is taken for one, and a backend of which nothing more is known is still one that libvirt knows nothing of.
/// </summary>
internal sealed record HandWrittenMemory
{
    /// <summary>Whether a device reads and writes the guest's memory by itself, which pins it.</summary>
    public bool Vfio { get; private init; }

    /// <summary>Whether some of it is made of huge pages.</summary>
    public bool Hugepages { get; private init; }

    /// <summary>Whether it is locked.</summary>
    public bool Locked { get; private init; }

    /// <summary>Whether some of it is all allocated at the start.</summary>
    public bool Immediate { get; private init; }

    /// <summary>Whether some of it has a backend that was written by hand.</summary>
    public bool Backend { get; private init; }

    /// <summary>What encrypts it; null when nothing does.</summary>
    public string? LaunchSecurity { get; private init; }

    public static HandWrittenMemory Read(XElement domain) =>
        QemuArguments.Of(domain).Aggregate(new HandWrittenMemory(), (memory, argument) => memory.With(argument));

    private HandWrittenMemory With(QemuArgument argument)
    {
        // What a guest is called, or is told, is no device.
        if (argument.Option is "name" or "smbios" or "fw_cfg" or "append" or "uuid")
            return this;
        var memory = this with { Vfio = Vfio || Pins(argument) };
        foreach (var (key, value) in argument.Properties())
            memory = memory.With(key, value);
        return memory;
    }

    // Wherever it is written: each of these drivers hands the guest's memory to a device.
    private static bool Pins(QemuArgument argument) => argument.Properties().Any(property =>
        property.Value.Contains("vfio", StringComparison.Ordinal)
        || property.Value.Contains("vdpa", StringComparison.Ordinal)
        || property.Value.Contains("nvme://", StringComparison.Ordinal)
        // The emulated device of that name pins nothing, the driver of a real one does.
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
