using System.Text;
using System.Text.RegularExpressions;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Ports;
using BalloonExporter.Metrics;
using BalloonExporter.Tests.Fakes;
using ExporterToolkit.Exposition;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BalloonExporter.Tests.Metrics;

/// <summary>Renders snapshots with every collector that the program registers.</summary>
internal static partial class Scrape
{
    private static readonly SteadyClock Clock = new(new FakeTimeProvider(Snapshots.Noon));

    /// <summary>One host with a domain of every kind, and a feedback loop that has done something.</summary>
    /// <param name="wanted">The parts to be written; none: all there are.</param>
    public static Task<string> GoldenAsync(params CollectorName[] wanted)
    {
        var ledger = new MovementLedger();
        var request = new BalloonRequest(Snapshots.Uuid(1), 3 * Snapshots.GiB, Snapshots.Noon.Steady(), RequestOrigin.Alert, "fp");
        var shrink = new Decision
        {
            Verdict = Verdict.Applied,
            Reason = DecisionReason.StepLimit,
            FromKib = 4 * Snapshots.GiB,
            ToKib = 3 * Snapshots.GiB,
            ResidentTakenKib = Snapshots.GiB,
        };
        Move(ledger, request, shrink);
        Move(ledger, request, shrink with { FromKib = 3 * Snapshots.GiB, ToKib = (3 * Snapshots.GiB) + 512 });

        var limits = new Limits();
        ledger.Observe(Snapshots.Domain(1) with { CurrentKib = (3 * Snapshots.GiB) + 768 }, Snapshots.Noon.Steady() + TimeSpan.FromSeconds(1), limits);
        var grant = shrink with { FromKib = 3 * Snapshots.GiB, ToKib = 4 * Snapshots.GiB, ResidentTakenKib = 0, GrantedKib = Snapshots.GiB };
        foreach (var cause in new[] { ReflexCause.SwapOut, ReflexCause.Demand, ReflexCause.SelfDeflation })
            Move(ledger, request with { Uuid = Snapshots.Uuid(5), Origin = RequestOrigin.Rescue, Cause = cause }, grant, domain: 5);
        var moved = Snapshots.Domain(6);
        ledger.Observe(moved, Snapshots.Noon.Steady() - TimeSpan.FromSeconds(20), limits);
        ledger.Observe(moved with { CurrentKib = 3 * Snapshots.GiB }, Snapshots.Noon.Steady() - TimeSpan.FromSeconds(1), limits);
        var stuck = Snapshots.Domain(13);
        ledger.Announce(stuck, 2 * Snapshots.GiB, Snapshots.Noon.Steady() - TimeSpan.FromSeconds(30), limits);
        for (var second = -29; second < 0; second++)
            ledger.Observe(stuck, Snapshots.Noon.Steady() + TimeSpan.FromSeconds(second), limits);

        var heartbeats = new Heartbeats();
        heartbeats.Note(Snapshots.Noon.Steady());
        var feedback = new FeedbackMetrics(TestOptions.Act, Clock, TestOptions.ActsNow(), heartbeats);
        feedback.Notification(NotificationResult.Accepted);
        feedback.Notification(NotificationResult.Malformed);
        feedback.Decision(Verdict.Applied, DecisionReason.StepLimit, RequestOrigin.Alert);
        feedback.Decision(Verdict.Refused, DecisionReason.BelowFloor, RequestOrigin.Alert);
        feedback.Decision(Verdict.Refused, DecisionReason.BelowFloor, RequestOrigin.Alert);
        feedback.Polled("http://alertmanager-0:9093", Snapshots.Noon.Steady());
        feedback.Polled("http://alertmanager-1:9093", null);
        feedback.Applied(TimeSpan.FromMilliseconds(3));
        var http = new HttpMetrics();
        http.Count("/metrics", 200, TimeSpan.FromMilliseconds(40));
        http.Count("/metrics", 200, TimeSpan.FromMilliseconds(700));
        http.Count("/api/v1/feedback", 401, TimeSpan.FromMilliseconds(2));
        http.Count(HttpMetrics.NoPage, 404, TimeSpan.FromMilliseconds(1));
        return RenderAsync(Host(), feedback, ledger, http, wanted);
    }

    public static async Task<string> RenderAsync(
        HostSnapshot snapshot, FeedbackMetrics? feedback = null, MovementLedger? ledger = null, HttpMetrics? http = null, params CollectorName[] wanted)
    {
        var services = new ServiceCollection();
        services.AddExporter(TestOptions.Act with { Limits = TestOptions.Act.Limits with { Overrides = [WithSwap] } });
        services.AddSingleton<IConnectionHealth>(new Health());
        services.AddSingleton(ledger ?? new MovementLedger());
        services.AddSingleton(feedback ?? new FeedbackMetrics(TestOptions.Act, Clock, TestOptions.ActsNow(), new Heartbeats()));
        services.AddSingleton(http ?? new HttpMetrics());
        using var provider = services.BuildServiceProvider();
        var exposition = new Exposition(
            provider.GetServices<ICollector>(),
            provider.GetServices<IExporterMetrics>(),
            new FakeTimeProvider(Snapshots.Noon),
            NullLogger<Exposition>.Instance);
        using var output = new MemoryStream();
        await exposition.WriteAsync(snapshot, wanted is [] ? Everything : wanted.ToHashSet(), output, CancellationToken.None);
        return BuildInfo().Replace(Encoding.UTF8.GetString(output.ToArray()), "balloon_exporter_build_info{version=\"VERSION\",revision=\"REVISION\",runtime=\"RUNTIME\"}");
    }

    /// <summary>Names of the series that collectors write of a snapshot by hand.</summary>
    public static async Task<IReadOnlyList<string>> SeriesOfCollectorsAsync(HostSnapshot snapshot)
    {
        var services = new ServiceCollection();
        services.AddExporter(TestOptions.Act);
        using var provider = services.BuildServiceProvider();
        using var page = new MetricPage();
        foreach (var collector in provider.GetServices<ICollector>())
            collector.Collect(snapshot, page);
        using var output = new MemoryStream();
        await page.WriteToAsync(output, CancellationToken.None);
        var lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Where(line => line[0] != '#').Select(line => line.Split(' ', '{')[0]).Distinct()];
    }

    public static IReadOnlySet<string> MetricNames(string text) =>
        TypeLine().Matches(text).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);

    private static void Move(MovementLedger ledger, BalloonRequest request, Decision decision, int domain = 1)
    {
        ledger.Record(request, decision, Snapshots.Domain(domain), Snapshots.Noon.Steady(), new Limits());
        ledger.Count(request, decision);
    }

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
    [GeneratedRegex(@"balloon_exporter_build_info\{.*\}(?= 1)")]
    private static partial Regex BuildInfo();

    [GeneratedRegex("^# TYPE ([a-zA-Z0-9_:]+) ", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    internal sealed class Health : IConnectionHealth
    {
        public long Reconnects => 2;

        public long AbandonedCalls => 1;

        public long CallbackErrors => 1;
    }
}
