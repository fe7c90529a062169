using BalloonExporter.Core.Model;

namespace BalloonExporter.Libvirt;

/// <summary>
/// The one place where libvirt's figures of a balloon meet the domain's devices: what the rest of the exporter calls maximum and current
/// is memory that a balloon can take and give.
/// </summary>
/// <remarks>
/// Seen with libvirt 9.0 and QEMU 7.2: the maximum counts every memory device as a whole. The current value counts a plain module, and of
/// a virtio-mem device what is plugged; QEMU's own value, which balloon events carry, counts plain modules only. A target is meant as
/// QEMU's value, and is refused above the maximum without virtio-mem.
/// </remarks>
internal static class BalloonRam
{
    /// <summary>The most the balloon can give, in KiB.</summary>
    /// <param name="maximumKib">libvirt's maximum.</param>
    /// <param name="facts">The domain's devices.</param>
    public static long? MaximumKib(long? maximumKib, DomainFacts facts)
    {
        var ramKib = maximumKib - facts.MemoryDevices.Where(device => !device.IsBalloonRam).Sum(device => device.SizeKib);
        return ramKib > 0 ? ramKib : maximumKib;
    }

    /// <summary>What the balloon leaves, in KiB.</summary>
    /// <param name="currentKib">libvirt's current value.</param>
    /// <param name="maximumKib">The most the balloon can give.</param>
    /// <param name="facts">The domain's devices.</param>
    public static long? CurrentKib(long? currentKib, long? maximumKib, DomainFacts facts)
    {
        if (facts.MemoryDevices.Count == 0 || currentKib is null)
            return currentKib;
        var ramKib = Math.Max(0, currentKib.Value - facts.PluggedKib);
        // Until the balloon moves, a device that was just added counts in a full one.
        return Math.Min(ramKib, maximumKib ?? ramKib);
    }
}
