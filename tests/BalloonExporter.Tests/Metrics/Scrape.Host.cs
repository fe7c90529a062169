using System.Text.RegularExpressions;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Tests.Fakes;

namespace BalloonExporter.Tests.Metrics;

/// <content>The host that is scraped.</content>
internal static partial class Scrape
{
    private static readonly PolicyOverride WithSwap = new(new Regex("^of its own mind$"), new PolicySpec()) { Swap = new Amount(null, 0.25) };

    private static readonly HashSet<CollectorName> Everything = [.. Enum.GetValues<CollectorName>()];

    private static HostSnapshot Host()
    {
        var plain = Snapshots.Domain(1) with
        {
            Control = DomainControl.Ok,
            Process = new DomainProcess(4 * Snapshots.GiB, 512 * Snapshots.MiB, 0),
            Cgroup = new DomainCgroup
            {
                CurrentBytes = 5 * Snapshots.GiB * 1024,
                MemoryEvents = [("low", 0), ("high", 12), ("max", 3), ("oom", 0), ("oom_kill", 0)],
                PressureWaiting = TimeSpan.FromSeconds(1.5),
                PressureStalled = TimeSpan.FromSeconds(0.25),
            },
        };
        var no = new PolicySpec { Enabled = false };
        var own = new PolicySpec { Enabled = true, Floor = new Amount(null, 0.5), Ceiling = new Amount(3 * Snapshots.GiB, null), Shares = 2000 };
        return Snapshots.Host(
            plain,
            plain with
            {
                Uuid = Snapshots.Uuid(2),
                Name = "no driver",
                Guest = null,
                StatisticsFresh = null,
                WorkingSet = null,
            },
            plain with
            {
                Uuid = Snapshots.Uuid(3),
                Name = "paused",
                State = DomainState.Paused,
                StatisticsFresh = false,
                Guest = plain.Guest! with { LastUpdate = Snapshots.Noon - TimeSpan.FromHours(2) },
            },
            new DomainMemory
            {
                Uuid = Snapshots.Uuid(4),
                Name = "busy monitor",
                State = DomainState.Running,
                CurrentKib = 2 * Snapshots.GiB,
                MaximumKib = 4 * Snapshots.GiB,
                ResidentKib = 3 * Snapshots.GiB,
                Control = new DomainControl(2, TimeSpan.FromSeconds(6.994)),
                Process = new DomainProcess(3 * Snapshots.GiB, 0, null),
                Cgroup = new DomainCgroup { CurrentBytes = 3 * Snapshots.GiB * 1024 },
                Facts = plain.Facts,
            },
            plain with { Uuid = Snapshots.Uuid(5), Name = "autodeflate", Facts = plain.Facts with { AutoDeflate = true, FreePageReporting = false } },
            plain with
            {
                Uuid = Snapshots.Uuid(6),
                Name = "quote\" backslash\\ newline\n Grüße 東京 🎈",
                Facts = plain.Facts with { Title = "a \"title\"\\\n" },
            },
            plain with
            {
                Uuid = Snapshots.Uuid(7),
                Name = "never asked",
                StatisticsFresh = false,
                Facts = plain.Facts with { StatisticsPeriod = TimeSpan.Zero, Title = null },
            },
            new DomainMemory { Uuid = Snapshots.Uuid(8), Name = "unreadable", State = (DomainState)8 },
            plain with { Uuid = Snapshots.Uuid(9), Name = "pinned by a device", Facts = plain.Facts with { Vfio = true } },
            plain with { Uuid = Snapshots.Uuid(10), Name = "huge pages", Facts = plain.Facts with { Hugepages = true } },
            plain with { Uuid = Snapshots.Uuid(11), Name = "locked", Facts = plain.Facts with { MemoryLocked = true, MemoryImmediate = true } },
            plain with { Uuid = Snapshots.Uuid(12), Name = "encrypted", Facts = plain.Facts with { LaunchSecurity = "sev" } },
            plain with
            {
                Uuid = Snapshots.Uuid(13),
                Name = "of a cloud",
                Control = new DomainControl(3, null),
                Process = null,
                Cgroup = null,
                Facts = plain.Facts with
                {
                    OpenStack = new OpenStackInstance("web & shop", "m1.small", "customers", null),
                    Ovirt = new OvirtMachine("4.7", Snapshots.GiB),
                },
            },
            plain with { Uuid = Snapshots.Uuid(14), Name = "left out", Excluded = true },
            plain with { Uuid = Snapshots.Uuid(15), Name = "opted out while it runs", Facts = plain.Facts with { NextPolicy = no } },
            plain with { Uuid = Snapshots.Uuid(16), Name = "started opted out", Facts = plain.Facts with { Policy = no, NextPolicy = no, StartedEnabled = false } },
            plain with
            {
                Uuid = Snapshots.Uuid(17),
                Name = "of its own mind",
                Facts = plain.Facts with { Policy = own, NextPolicy = own },
            },
            plain with { Uuid = Snapshots.Uuid(18), Name = "malformed policy", Facts = plain.Facts with { NextPolicy = PolicySpec.Malformed("broken") } }) with
        {
            SamePages = new KernelSamePages(true, 409600, 1228800, 204800, 28672, 42),
            HugepagePools = [new HugepagePool(2097152, 512, 100, 20, 4), new HugepagePool(1073741824, 2, 1, 0, null)],
            NumaNodes = [new NumaNode(0, 32 * Snapshots.GiB, Snapshots.GiB) { ReclaimableKib = 3 * Snapshots.GiB }, new NumaNode(1, 32 * Snapshots.GiB, 2 * Snapshots.GiB)],
            Memory = Snapshots.Memory with
            {
                SwapTotalKib = Snapshots.GiB,
                CommittedKib = 80 * Snapshots.GiB,
                CommitLimitKib = 33 * Snapshots.GiB,
                OvercommitPolicy = 2,
                OomKills = 1,
                SwapFreeKib = 512 * Snapshots.MiB,
                SwapInKib = 4,
                SwapOutKib = 12,
                PressureWaiting = TimeSpan.FromSeconds(1.5),
                PressureStalled = TimeSpan.FromSeconds(0.25),
                BudgetKib = 48 * Snapshots.GiB,
            },
            FailedDomains =
            [
                new FailedDomain(Snapshots.Uuid(3), "paused", DomainFailure.IoError),
                new FailedDomain(Snapshots.Uuid(19), "shut off by a crash", DomainFailure.Crashed),
            ],
            DomainsByState = new Dictionary<DomainState, int> { [DomainState.Running] = 7, [DomainState.Paused] = 1, [DomainState.ShutOff] = 12 },
        };
    }

    // What differs from build to build and from machine to machine.
}
