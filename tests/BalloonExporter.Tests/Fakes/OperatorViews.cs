using BalloonExporter.Api;
using BalloonExporter.Core.Model;
using BalloonExporter.Options.Keys;
using BalloonExporter.Ui;

namespace BalloonExporter.Tests.Fakes;

/// <summary>Hosts and domains as operators see them: one of each kind.</summary>
internal static class OperatorViews
{
    private const long GiB = Snapshots.GiB * 1024;
    private const long MiB = Snapshots.MiB * 1024;

    private static readonly (string Name, long Sold, long Has, long Needs)[] Servers =
    [
        ("shop", 8, 6, 5), ("mail", 4, 4, 3), ("Shop <1> & \"more\"", 8, 5, 2), ("db-1", 16, 12, 11), ("db-2", 16, 9, 4), ("build", 8, 8, 8), ("wiki", 2, 1, 1), ("windows", 8, 8, 0),
    ];

    public static UiContext Operator(string root = "./") => new(root, new Caller("key:alice@192.0.2.7", Scopes.All), HasSession: true);

    public static UiContext Reader(string root = "./") => new(root, new Caller("user:bob@192.0.2.8", new HashSet<Scope> { Scope.Read }), HasSession: false);

    /// <summary>Hosts, by name.</summary>
    public static IReadOnlyDictionary<string, HostView> Hosts { get; } = new Dictionary<string, HostView>
    {
        ["usual"] = Usual,
        ["paused"] = Usual with { Status = Status with { Pause = Paused } },
        ["paused_by_file"] = Usual with { Status = Status with { Pause = new PauseAnswer { Paused = true, File = "/run/balloon-exporter/pause" } } },
        ["emergency"] = Usual with { Status = Status with { Level = "crit", Emergency = true, AvailableBytes = GiB / 4 }, BudgetBytes = null },
        ["observe"] = Usual with { Status = Status with { Mode = "observe", Level = "red", ReclaimableBytes = 9 * GiB }, LastMoves = Moves(Verdict.DryRun) },
        ["standby"] = Usual with { Status = Status with { Mode = "observe", Standby = true } },
        ["down"] = Usual with { Status = Status with { LibvirtUp = false, Level = null, AvailableBytes = null, Domains = 0, Managed = 0 }, Domains = [] },
    };

    /// <summary>Domains, by name.</summary>
    public static IReadOnlyDictionary<string, DomainView> Domains { get; } = new Dictionary<string, DomainView>
    {
        ["managed"] = Managed,
        ["opted_out"] = Managed with
        {
            Policy = Policy with { Managed = false, Reason = "opted_out", Why = Remedy.Of(DecisionReason.OptedOut)!.Why, WayOut = Remedy.Of(DecisionReason.OptedOut)!.WayOut, RestartRequired = true, Stored = new PolicySpecReport { Enabled = false } },
        },
        ["malformed"] = Managed with { Policy = Policy with { Managed = false, Reason = "policy_invalid", Stored = new PolicySpecReport { Problem = "unknown attribute flor" } } },
        ["observed"] = Managed with { Acts = false, StoresPolicies = false },
        ["stopped"] = Managed with { Policy = Policy with { Running = false, Managed = false, Reason = "not_running", Effective = null }, Running = null },
        ["restarting"] = Managed with { Restart = Restart with { Restart = Entry("shutting_down", 61), Refusal = "under_way", Why = "a restart of it is under way" } },
        ["still_running"] = Managed with { Restart = Restart with { Restart = Entry("still_running", null), ForceDue = true } },
        ["libvirt_down"] = Managed with { Restart = null, Running = null, Decisions = [], Changes = [] },
    };

    /// <summary>Pages that ask for a key.</summary>
    public static IReadOnlyDictionary<string, SignInWays> SignIns { get; } = new Dictionary<string, SignInWays>
    {
        ["key"] = new(new HashSet<Proof> { Proof.Token, Proof.User }, KeepsSecrets: true, Snapshots.Uuid(1)),
        ["plain"] = new(new HashSet<Proof> { Proof.Token }, KeepsSecrets: false, null),
        ["none"] = new(new HashSet<Proof>(), KeepsSecrets: true, null),
    };

    /// <summary>Every page, by name.</summary>
    public static IReadOnlyDictionary<string, string> Pages { get; } = new Dictionary<string, string>(
    [
        .. Hosts.Select(host => KeyValuePair.Create($"host.{host.Key}", HostPage.Of(Operator(), host.Value, new TableQuery()))),
        KeyValuePair.Create("host.reader", HostPage.Of(Reader(), Usual, new TableQuery { Filter = "s<", Order = TableOrder.Sold, Show = TableShow.Managed })),
        .. Domains.Select(domain => KeyValuePair.Create($"domain.{domain.Key}", DomainPage.Of(Operator("./../"), domain.Value))),
        KeyValuePair.Create("domain.reader", DomainPage.Of(Reader("./../"), Managed)),
        .. SignIns.Select(ways => KeyValuePair.Create($"signin.{ways.Key}", SignInPage.Of(new UiContext("./", null, false), ways.Value, "a valid bearer token that may read is needed"))),
        KeyValuePair.Create("refused", RefusedPage.Of(new UiContext("./../../", null, false), "force needs a key that may force", Snapshots.Uuid(1))),
    ]);

    /// <summary>Pages for the pictures of the documents.</summary>
    public static IReadOnlyDictionary<string, string> Pictures { get; } = new Dictionary<string, string>
    {
        ["operator-host"] = HostPage.Of(Operator(), Usual with { Domains = [.. Usual.Domains.Select(domain => domain with { Name = Plain(domain.Name) })] }, new TableQuery()),
        ["operator-domain"] = DomainPage.Of(Operator("./../"), Managed with { Policy = Policy with { Domain = Plain(Policy.Domain) } }),
    };

    private static string Plain(string name) => name.Contains('<', StringComparison.Ordinal) ? "forum" : name;

    private static PauseAnswer Paused => new()
    {
        Paused = true,
        Api = new PauseEntry { By = "user:alice@192.0.2.7", Since = Snapshots.Noon, Until = Snapshots.Noon + TimeSpan.FromHours(2), Reason = "new <disks>" },
    };

    private static StatusReport Status => new()
    {
        Mode = "act",
        Standby = false,
        LibvirtUp = true,
        Level = "soft",
        AvailableBytes = 11 * GiB,
        TotalBytes = 64 * GiB,
        HeartbeatAt = Snapshots.Noon,
        HeartbeatAgeSeconds = 12,
        PlanGone = false,
        Emergency = false,
        Pause = new PauseAnswer { Paused = false },
        Domains = Servers.Length,
        Managed = Servers.Length - 1,
        FailedRestarts = [],
        Moves = [],
    };

    private static HostView Usual => new()
    {
        Status = Status,
        Domains = [.. Servers.Select((_, index) => Domain(index))],
        LastMoves = Moves(Verdict.Applied),
        BudgetBytes = 64 * GiB,
        Now = Snapshots.Noon + TimeSpan.FromSeconds(20),
    };

    private static DomainView Managed => new()
    {
        Policy = Policy,
        Running = Domain(2),
        Restart = Restart,
        Decisions = [Move(2, Verdict.Applied), Move(2, Verdict.Applied) with { FromBytes = 4 * GiB, ToBytes = 5 * GiB, Why = "it swapped out" }, Move(2, Verdict.Refused) with { Reason = "grace", Why = null }],
        Changes = [new PolicyEditReport { At = Snapshots.Noon, By = "customer:7@192.0.2.9", Before = new PolicySpecReport { Enabled = false }, After = null }],
        Acts = true,
        StoresPolicies = true,
        Dashboard = new Uri("https://grafana.example/d/balloon-domain?var-uuid=1"),
    };

    private static PolicyReport Policy => new()
    {
        Domain = Servers[2].Name,
        Uuid = Snapshots.Uuid(3),
        Running = true,
        Driver = "qemu",
        Stored = new PolicySpecReport { Floor = "25%", Shares = 2000 },
        Instance = null,
        StartedEnabled = true,
        RestartRequired = false,
        Managed = true,
    };

    private static RestartReport Restart => new() { Uuid = Snapshots.Uuid(3), Domain = Servers[2].Name };

    private static RestartEntry Entry(string phase, long? left) => new()
    {
        Phase = phase,
        UnderWay = left is not null,
        Mode = "graceful",
        By = "key:alice@192.0.2.7",
        RequestedAt = Snapshots.Noon,
        Since = Snapshots.Noon,
        SecondsLeft = left,
        FailedStarts = 0,
    };

    private static DomainEntry Domain(int index)
    {
        var (name, sold, has, needs) = Servers[index];
        return new DomainEntry
        {
            Uuid = Snapshots.Uuid(index + 1).ToString(),
            Name = name,
            State = "running",
            Managed = needs > 0,
            UnmanagedReason = needs > 0 ? null : "no_usable_memory",
            Memory = new DomainMemoryEntry
            {
                CurrentBytes = has * GiB,
                MaximumBytes = sold * GiB,
                WorkingSetBytes = needs > 0 ? needs * GiB : null,
                ResidentBytes = has * GiB,
                UsableBytes = GiB,
                StatisticsFresh = needs > 0,
                SampledAt = Snapshots.Noon,
            },
            Policy = new DomainPolicyEntry { FloorBytes = sold * GiB / 4, CeilingBytes = sold * GiB, Shares = 1000, Enabled = true },
            RestartRequired = index == 6,
            Movements = new DomainMovementsEntry { TargetBytes = has * GiB, AddedBytes = GiB, RemovedBytes = 3 * GiB },
        };
    }

    private static Dictionary<string, DecisionEntry> Moves(Verdict verdict) => Enumerable.Range(0, 5).Select(index => Move(index, verdict)).ToDictionary(move => move.Uuid!);

    private static DecisionEntry Move(int index, Verdict verdict) => new()
    {
        At = Snapshots.Noon - TimeSpan.FromSeconds(30 * index),
        Verdict = verdict.ToLabel(),
        Reason = "as_requested",
        Origin = "alert",
        Domain = Servers[index].Name,
        Uuid = Snapshots.Uuid(index + 1).ToString(),
        FromBytes = 5 * GiB,
        ToBytes = index % 2 == 0 ? 4 * GiB : (5 * GiB) + (300 * MiB),
        TargetBytes = 4 * GiB,
        ClippedBy = index == 4 ? ["step_limit"] : [],
        Why = index % 2 == 0 ? "to rescue db-1" : "it needs more than it has",
        Fingerprint = "",
    };
}
