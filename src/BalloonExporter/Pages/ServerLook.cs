using BalloonExporter.Api;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Ports;
using BalloonExporter.Core.Proof;
using BalloonExporter.Engine;
using BalloonExporter.Options;

namespace BalloonExporter.Pages;

/// <summary>Puts together what the page of one server shows. Only that server is read.</summary>
internal sealed class ServerLook(
    PolicyWriter policies,
    IPolicyHistory history,
    SharedReader reader,
    IDomainPower power,
    Restarter restarter,
    RecentDecisions decisions,
    ProofLedger proof,
    ActingRole role,
    PauseSwitch pause,
    ExporterOptions options,
    SteadyClock clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // How a restart ended is shown this long; a guest that still runs, or is off because of it, always.
    private static readonly TimeSpan EndIsShown = TimeSpan.FromMinutes(10);

    /// <summary>The server of a session; or why there is none.</summary>
    public async Task<(ServerView? View, Notice? Nothing)> LookAsync(Session session, CancellationToken aborted)
    {
        var uuid = session.Link.Domain;
        var answer = await policies.FindAsync(uuid, aborted);
        if (answer.Domain is not { } stored)
            return (null, answer.Error is null ? Notice.Gone : Notice.Down);
        var seen = stored.IsActive ? (await reader.ReadOneAsync(uuid, Patience, aborted)).Domains.FirstOrDefault(each => each.Uuid == uuid) : null;
        var (domain, _) = await power.LookAsync(uuid, aborted);
        var now = clock.Now;
        var restarts = restarter.AllOf(uuid).Select(restart => RestartView.Of(restart, now, clock)).ToList();
        var last = restarts.FirstOrDefault();
        var facts = stored.Facts;
        return (
            new ServerView
            {
                Uuid = uuid,
                Name = session.Link.Name ?? TextBounds.Cut(stored.Name),
                State = ServerStates.Of(stored, seen, options.Limits, now),
                OptedOut = facts.NextPolicy?.Enabled == false,
                EnabledNext = OptOut.IsEnabled(facts.NextPolicy, stored.Name, options.Limits),
                Lock = options.Mode != ExporterMode.Act || !role.MayAct ? PageLock.Observe : pause.IsPaused ? PageLock.Paused : null,
                BoughtKib = seen?.MaximumKib ?? facts.NextMaximumKib,
                HasKib = seen?.CurrentKib,
                UsesKib = seen is { StatisticsFresh: true } ? seen.WorkingSet?.Kib : null,
                GuaranteedKib = seen is null ? null : EffectivePolicy.Of(seen, options.Limits)?.FloorKib,
                SampledAt = seen?.Guest?.LastUpdate,
                Restart = last is null || IsShown(last) ? last : null,
                Refusal = domain is null ? RestartRefusal.LibvirtDown : restarter.RefusalOf(domain, isForced: false),
                ForceDue = domain is not null && restarter.RefusalOf(domain, isForced: true) is null,
                Had = HadView.Of(proof.Of(uuid)),
                History = HistoryLine.Of(DecisionsAbout(uuid), history.ChangesOf(uuid), restarts),
            },
            null);
    }

    private IEnumerable<DecisionRecord> DecisionsAbout(Guid uuid)
    {
        var text = uuid.ToString();
        return decisions.NewestFirst().Where(decision => string.Equals(decision.Uuid, text, StringComparison.OrdinalIgnoreCase));
    }

    private bool IsShown(RestartView restart) =>
        restart.IsUnderWay || restart.Phase is RestartPhase.StillRunning or RestartPhase.StartFailed || clock.WallTime - restart.Since < EndIsShown;
}
