using System.Text;
using System.Text.RegularExpressions;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Ports;
using BalloonExporter.Core.Proof;
using BalloonExporter.Core.Restarts;
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
        var swapped = moved.Guest! with { SwapOutKib = limits.RescueSwapKib };
        ledger.Observe(moved with { CurrentKib = 3 * Snapshots.GiB, Guest = swapped }, Snapshots.Noon.Steady() - TimeSpan.FromSeconds(1), limits);
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
        if (ledger is not null)
        {
            services.AddSingleton(Restarts());
            services.AddSingleton(Proof());
        }

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

    // The first domain is short of memory and was rescued; another has all.
    private static ProofLedger Proof()
    {
        var (proof, scarce) = (new ProofLedger(Clock), Snapshots.Domain(1, 2 * Snapshots.GiB));
        proof.See(Snapshots.Host(scarce, Snapshots.Domain(2)) with { Memory = Snapshots.Memory with { BudgetKib = 2 * Snapshots.GiB }, Existing = new HashSet<Guid> { Snapshots.Uuid(1) } });
        for (var second = -10; second <= 0; second += 2)
        {
            var at = Snapshots.Noon.Steady() + TimeSpan.FromSeconds(second);
            var guest = scarce.Guest! with { SampledAt = at, UsableKib = 50 * Snapshots.MiB, UnusedKib = 10 * Snapshots.MiB };
            var domain = scarce with { Guest = guest, WorkingSet = new WorkingSet(scarce.CurrentKib!.Value - (50 * Snapshots.MiB), at) };
            proof.Observe(domain, at, second < 0 ? null : at - TimeSpan.FromSeconds(1), new Limits());
            proof.Observe(Snapshots.Domain(2), at, null, new Limits());
        }

        return proof;
    }

    private static RestartStatus Restarts()
    {
        var status = new RestartStatus();
        status.CountEnd(RestartMode.Graceful, RestartPhase.Done);
        status.CountRefusal(RestartRefusal.TooSoon);
        status.Watch(() => [new Restart
        {
            Uuid = Snapshots.Uuid(1),
            Name = "guest1",
            By = "uid:0",
            Mode = RestartMode.Graceful,
            RequestedAt = Snapshots.Noon.Steady(),
            Since = Snapshots.Noon.Steady(),
            Deadline = RestartLimits.DefaultDeadline,
            Instance = 1,
            Phase = RestartPhase.StartFailed,
        }]);
        return status;
    }

    private static void Move(MovementLedger ledger, BalloonRequest request, Decision decision, int domain = 1)
    {
        ledger.Record(request, decision, Snapshots.Domain(domain), Snapshots.Noon.Steady(), new Limits());
        ledger.Count(request, decision);
    }

    [GeneratedRegex(@"balloon_exporter_build_info\{.*\}(?= 1)")]
    private static partial Regex BuildInfo();

    [GeneratedRegex("^# TYPE ([a-zA-Z0-9_:]+) ", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    internal sealed class Health : IConnectionHealth
    {
        public long Reconnects => 2;

        public long AbandonedCalls => 1;

        public long CallbackErrors => 1;

        public long MonitorCalls(MonitorCall kind) => (int)kind + 1;
    }
}
