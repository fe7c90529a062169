namespace BalloonExporter.Core.Model;

/// <summary>A memory device of a domain: memory that it has besides what it was started with.</summary>
/// <param name="Model">libvirt's name of its kind: <c>dimm</c>, <c>nvdimm</c>, <c>virtio-mem</c>, <c>virtio-pmem</c>, <c>sgx-epc</c>.</param>
/// <param name="SizeKib">Its size in KiB; libvirt counts all of it in a domain's maximum.</param>
public sealed record MemoryDevice(string Model, long SizeKib)
{
    /// <summary>What the guest has plugged of a device that can be resized (virtio-mem); null for all others, which are there as a whole.</summary>
    public long? PluggedKib { get; init; }

    /// <summary>Whether the balloon can take and give it. QEMU counts a plain module as RAM, and nothing else.</summary>
    public bool IsBalloonRam => Model == "dimm";

    /// <summary>What the guest has of it.</summary>
    public long PresentKib => PluggedKib ?? SizeKib;
}
