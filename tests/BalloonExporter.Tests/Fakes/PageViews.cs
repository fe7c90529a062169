using BalloonExporter.Core.Model;
using BalloonExporter.Links;
using BalloonExporter.Options.Keys;
using BalloonExporter.Options.Texts;
using BalloonExporter.Pages;

namespace BalloonExporter.Tests.Fakes;

/// <summary>Servers as customers see them: one of each kind.</summary>
internal static class PageViews
{
    public static IReadOnlySet<Scope> AllRights => LinkRules.Rights;

    private static ServerView Running { get; } = new()
    {
        Uuid = Snapshots.Uuid(1),
        Name = "Shop <1> & \"more\"",
        State = ServerState.On,
        BoughtKib = 8 * Snapshots.GiB,
        HasKib = 6 * Snapshots.GiB + 512 * Snapshots.MiB,
        UsesKib = 3 * Snapshots.GiB + 205 * Snapshots.MiB,
        GuaranteedKib = 2 * Snapshots.GiB,
        SampledAt = Snapshots.Noon,
        Had = new HadView(Snapshots.Noon - TimeSpan.FromDays(30), TimeSpan.FromDays(29), TimeSpan.FromSeconds(400)),
        History =
        [
            new HistoryLine(Snapshots.Noon - TimeSpan.FromMinutes(1), HistoryKind.Given, 300 * Snapshots.MiB),
            new HistoryLine(Snapshots.Noon - TimeSpan.FromMinutes(2), HistoryKind.Taken, 1800 * Snapshots.MiB),
            new HistoryLine(Snapshots.Noon - TimeSpan.FromHours(3), HistoryKind.Restarted),
            new HistoryLine(Snapshots.Noon - TimeSpan.FromHours(4), HistoryKind.RestartFailed),
            new HistoryLine(Snapshots.Noon - TimeSpan.FromHours(5), HistoryKind.TurnedOn),
            new HistoryLine(Snapshots.Noon - TimeSpan.FromHours(6), HistoryKind.TurnedOff),
            new HistoryLine(Snapshots.Noon - TimeSpan.FromHours(7), HistoryKind.ChangedByProvider),
        ],
    };

    private static ServerView Pending => Running with { State = ServerState.OffPending, OptedOut = true, EnabledNext = false };

    /// <summary>One of each, by name.</summary>
    public static IReadOnlyDictionary<string, ServerView> All { get; } = new Dictionary<string, ServerView>
    {
        ["on"] = Running,
        ["off_pending"] = Pending,
        ["off_pending_elsewhere"] = Pending with { Refusal = RestartRefusal.OtherPlatform },
        ["off"] = Running with
        {
            State = ServerState.Off,
            OptedOut = true,
            EnabledNext = false,
            HasKib = 8 * Snapshots.GiB,
            UsesKib = null,
            Had = new HadView(Snapshots.Noon - TimeSpan.FromDays(30), TimeSpan.FromDays(29), TimeSpan.Zero),
        },
        ["off_by_provider"] = Running with { State = ServerState.Off, EnabledNext = false, HasKib = 8 * Snapshots.GiB, UsesKib = null },
        ["on_pending"] = Running with { State = ServerState.OnPending, HasKib = 8 * Snapshots.GiB },
        ["stopped_on"] = Running with { State = ServerState.Stopped, HasKib = null, UsesKib = null, GuaranteedKib = null, Refusal = RestartRefusal.NotRunning },
        ["stopped_off"] = Running with { State = ServerState.Stopped, OptedOut = true, EnabledNext = false, HasKib = null, UsesKib = null, GuaranteedKib = null, Had = null, History = [] },
        ["container"] = Running with { State = ServerState.Container, History = [] },
        ["pinned"] = Running with { State = ServerState.Pinned, HasKib = 8 * Snapshots.GiB, History = [] },
        ["no_driver"] = Running with { State = ServerState.NoDriver, UsesKib = null, History = [] },
        ["unclear"] = Running with { State = ServerState.Unclear, History = [] },
        ["observe"] = Running with { Lock = PageLock.Observe, Refusal = RestartRefusal.Observes, History = [] },
        ["paused"] = Running with { Lock = PageLock.Paused, Refusal = RestartRefusal.ExporterPaused, History = [] },
        ["restart_requested"] = Restarting(RestartPhase.Requested),
        ["restart_shutting_down"] = Restarting(RestartPhase.ShuttingDown) with { Restart = new RestartView(RestartPhase.ShuttingDown, Snapshots.Noon, true, 61, 90) },
        ["restart_stopping"] = Restarting(RestartPhase.Stopping),
        ["restart_starting"] = Restarting(RestartPhase.Starting),
        ["restart_commanding"] = Restarting(RestartPhase.Commanding),
        ["restart_still_running"] = Pending with { Restart = Ended(RestartPhase.StillRunning), ForceDue = true, History = [] },
        ["restart_start_failed"] = Running with { State = ServerState.Stopped, Restart = Ended(RestartPhase.StartFailed), HasKib = null, UsesKib = null, History = [] },
        ["restart_failed"] = Pending with { Restart = Ended(RestartPhase.Failed), History = [] },
        ["restart_withdrawn"] = Pending with { Restart = Ended(RestartPhase.Withdrawn), History = [] },
        ["restart_done"] = Running with { State = ServerState.Off, OptedOut = true, EnabledNext = false, Restart = Ended(RestartPhase.Done), History = [] },
    };

    public static PageContext Context(string language, string root = "../") => new(Catalogues.Embedded[language], root);

    public static Link Link(int domain) => new()
    {
        Domain = Snapshots.Uuid(domain),
        May = AllRights,
        Subject = "customer-7",
        Id = "1",
        IssuedAt = Snapshots.Noon,
        ExpiresAt = Snapshots.Noon + TimeSpan.FromMinutes(5),
    };

    private static ServerView Restarting(RestartPhase phase) =>
        Pending with { Restart = new RestartView(phase, Snapshots.Noon, true, null, null), Refusal = RestartRefusal.UnderWay, History = [] };

    private static RestartView Ended(RestartPhase phase) => new(phase, Snapshots.Noon, false, null, null);
}
