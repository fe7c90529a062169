using BalloonExporter.Core.Model;

namespace BalloonExporter.Libvirt;

/// <summary>
/// Converts libvirt's balloon sizes using the domain's memory devices: in the rest of the exporter maximum and current include only
/// memory that a balloon can take.
/// </summary>
/// <remarks>
/// Observed with libvirt 9.0 and QEMU 7.2: the maximum includes every memory device completely. The current size includes plain modules,
/// and the plugged part of virtio-mem devices; QEMU's own value, in balloon events, includes plain modules only. A target is QEMU's
/// value, and is refused above the maximum without virtio-mem.
/// </remarks>
internal static class BalloonRam
{
    /// <summary>Maximum of the balloon, in KiB.</summary>
    /// <param name="maximumKib">libvirt's maximum.</param>
    /// <param name="facts">The domain's devices.</param>
    public static long? MaximumKib(long? maximumKib, DomainFacts facts)
    {
        var ramKib = maximumKib - facts.MemoryDevices.Where(device => !device.IsBalloonRam).Sum(device => device.SizeKib);
        return ramKib > 0 ? ramKib : maximumKib;
    }

    /// <summary>Size of the balloon, in KiB.</summary>
    /// <param name="currentKib">libvirt's current value.</param>
    /// <param name="maximumKib">Maximum of the balloon.</param>
    /// <param name="facts">The domain's devices.</param>
    public static long? CurrentKib(long? currentKib, long? maximumKib, DomainFacts facts)
    {
        if (facts.MemoryDevices.Count == 0 || currentKib is null)
            return currentKib;
        var ramKib = Math.Max(0, currentKib.Value - facts.PluggedKib);
        // Until the balloon moves, a new device counts in a balloon at its maximum.
        return Math.Min(ramKib, maximumKib ?? ramKib);
    }
}
