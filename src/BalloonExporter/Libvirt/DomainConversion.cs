using BalloonExporter.Core.Model;
using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>Converts libvirt's data of a domain to the model. Sizes are KiB. Pure.</summary>
internal static class DomainConversion
{
    // The range of DateTimeOffset.
    private const ulong LastUnixSecond = 253402300799;

    /// <summary>A domain of the model.</summary>
    /// <param name="domain">libvirt's data: the balloon group of virDomainListGetStats, and the XML.</param>
    /// <param name="residentKib">Resident memory of its process; null when unknown.</param>
    /// <param name="clock">Converts the time of the sample.</param>
    public static DomainMemory ToMemory(DomainRead domain, long? residentKib, SteadyClock clock)
    {
        var balloon = domain.Stats.Balloon;
        var maximumKib = BalloonRam.MaximumKib(ToKib(balloon?.MaximumKib), domain.Facts);
        return new DomainMemory
        {
            Uuid = domain.Uuid,
            Name = domain.Name,
            State = domain.State,
            CurrentKib = BalloonRam.CurrentKib(ToKib(balloon?.CurrentKib), maximumKib, domain.Facts),
            MaximumKib = maximumKib,
            ResidentKib = residentKib,
            Guest = ToGuest(balloon, clock),
            Facts = domain.Facts,
            MonitorAnswered = BalloonReader.HasAnswered(balloon),
        };
    }

    /// <summary>A size from libvirt. A guest can report anything: impossible values (QEMU's "unknown" is 2^64-1) become null.</summary>
    public static long? ToKib(ulong? value) => value <= Kib.Most ? (long)value.Value : null;

    // Zero means that the guest has never reported: no driver, or not yet.
    private static GuestStatistics? ToGuest(BalloonStats? balloon, SteadyClock clock) => balloon?.LastUpdateUnixSeconds is null or 0 or > LastUnixSecond
        ? null
        : new GuestStatistics
        {
            SampledAt = clock.Of(DateTimeOffset.FromUnixTimeSeconds((long)balloon.LastUpdateUnixSeconds)),
            LastUpdate = DateTimeOffset.FromUnixTimeSeconds((long)balloon.LastUpdateUnixSeconds),
            TotalKib = ToKib(balloon.AvailableKib),
            UsableKib = ToKib(balloon.UsableKib),
            UnusedKib = ToKib(balloon.UnusedKib),
            DiskCachesKib = ToKib(balloon.DiskCachesKib),
            SwapInKib = ToKib(balloon.SwapInKib),
            SwapOutKib = ToKib(balloon.SwapOutKib),
            MajorFaults = ToKib(balloon.MajorFaults),
            MinorFaults = ToKib(balloon.MinorFaults),
            HugetlbAllocations = ToKib(balloon.HugetlbAllocations),
            HugetlbAllocationFailures = ToKib(balloon.HugetlbAllocationFailures),
        };
}
