namespace BalloonExporter.Core.Model;

/// <summary>A memory device of a domain, in addition to its initial memory.</summary>
/// <param name="Model">libvirt's name of its kind: <c>dimm</c>, <c>nvdimm</c>, <c>virtio-mem</c>, <c>virtio-pmem</c>, <c>sgx-epc</c>.</param>
/// <param name="SizeKib">Its size in KiB; libvirt counts all of it in a domain's maximum.</param>
public sealed record MemoryDevice(string Model, long SizeKib)
{
    /// <summary>Memory that the guest has plugged of a resizable device (virtio-mem); null for other devices, which are always plugged completely.</summary>
    public long? PluggedKib { get; init; }

    /// <summary>Whether the balloon includes the device. QEMU counts only plain modules (dimm) as balloon RAM.</summary>
    public bool IsBalloonRam => Model == "dimm";

    /// <summary>Memory of the device that the guest has.</summary>
    public long PresentKib => PluggedKib ?? SizeKib;
}
