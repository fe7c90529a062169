using BalloonExporter.Core.Model;

namespace BalloonExporter.Tests.Fakes;

/// <summary>Hosts and domains in good order, at noon.</summary>
internal static class Snapshots
{
    public const long MiB = 1024;
    public const long GiB = 1024 * MiB;

    public static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    public static readonly HypervisorInfo Hypervisor = new("qemu:///system", "qemu", "9.0.0", "9.0.0", "7.2.0");
    public static readonly HostMemory Memory = new()
    {
        PhysicalTotalKib = 64 * GiB,
        PhysicalAvailableKib = 32 * GiB,
        FreeKib = 8 * GiB,
        DomainsResidentKib = 12 * GiB,
    };

    public static Guid Uuid(int number) => new($"00000000-0000-4000-8000-{number:d12}");

    public static HostSnapshot Host(params DomainMemory[] domains) => new()
    {
        TakenAt = Noon.Steady(),
        LibvirtUp = true,
        Hypervisors = [Hypervisor],
        Memory = Memory,
        Domains = domains.Length > 0 ? domains : [Domain(1)],
        DomainsByState = new Dictionary<DomainState, int> { [DomainState.Running] = Math.Max(1, domains.Length) },
        Parts = [new PartOutcome("libvirt", TimeSpan.FromMilliseconds(3), null), new PartOutcome("host", TimeSpan.FromMilliseconds(1), null)],
    };

    public static HostSnapshot LibvirtDown() => new()
    {
        TakenAt = Noon.Steady(),
        LibvirtUp = false,
        Memory = Memory,
        Parts = [new PartOutcome("libvirt", TimeSpan.FromMilliseconds(3), "Failed to connect socket"), new PartOutcome("host", TimeSpan.FromMilliseconds(1), null)],
    };

    /// <summary>A guest of 4 GiB that needs one.</summary>
    public static DomainMemory Domain(int number, long currentKib = 4 * GiB) => new()
    {
        Uuid = Uuid(number),
        Name = $"guest{number}",
        State = DomainState.Running,
        CurrentKib = currentKib,
        MaximumKib = 4 * GiB,
        ResidentKib = currentKib,
        MonitorAnswered = true,
        JobActive = false,
        StatisticsFresh = true,
        Guest = new GuestStatistics
        {
            SampledAt = Noon.Steady() - TimeSpan.FromSeconds(1),
            LastUpdate = Noon - TimeSpan.FromSeconds(1),
            TotalKib = currentKib - (100 * MiB),
            UsableKib = currentKib - GiB,
            UnusedKib = currentKib - (2 * GiB),
            DiskCachesKib = GiB,
            SwapInKib = 4,
            SwapOutKib = 8,
            MajorFaults = 15,
            MinorFaults = 16,
            HugetlbAllocations = 0,
            HugetlbAllocationFailures = 0,
        },
        WorkingSet = new WorkingSet(GiB, Noon.Steady() - TimeSpan.FromSeconds(1)),
        Facts = new DomainFacts
        {
            Driver = "qemu",
            Title = $"Guest {number}",
            Machine = "pc-q35-7.2",
            Architecture = "x86_64",
            BalloonModel = "virtio",
            Balloon = BalloonCapability.Manageable,
            NextBalloon = BalloonCapability.Manageable,
            HasProcess = true,
            HasStatisticsPeriod = true,
            StartedEnabled = true,
            AutoDeflate = false,
            FreePageReporting = true,
            StatisticsPeriod = TimeSpan.FromSeconds(2),
            Vfio = false,
            Hugepages = false,
            MemoryLocked = false,
            MemoryImmediate = false,
            RunningSince = Noon.Steady() - TimeSpan.FromHours(1),
        },
    };
}
