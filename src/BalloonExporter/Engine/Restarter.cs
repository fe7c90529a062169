using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Core.Restarts;
using BalloonExporter.Options;

namespace BalloonExporter.Engine;

/// <summary>
/// All restarts of this host: takes requests, hands on what libvirt reports, and finishes what a process before this one has begun.
/// Thread-safe: one lock, under which no other is taken.
/// </summary>
internal sealed partial class Restarter(
    IDomainPower power,
    IRestartMarkers markers,
    RestartActs acts,
    RestartRoomMaker room,
    RestartCommand command,
    LifecycleFeed feed,
    RestartStatus status,
    ActingRole role,
    PauseSwitch pause,
    ExporterOptions options,
    SteadyClock clock,
    TimeProvider time,
    ILogger<Restarter> log) : BackgroundService
{
    private static readonly TimeSpan RoleInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Restart> _requested = [];
    private readonly Dictionary<Guid, RestartJob> _jobs = [];
    private readonly PastRestarts _over = new();
    private CancellationToken _stopping;

    /// <summary>The restart of a domain that is under way, or its last; null: none is known.</summary>
    public Restart? Of(Guid uuid)
    {
        lock (_lock)
            return LastOf(uuid);
    }

    /// <summary>The last restarts of a domain, the newest first, with one that is under way.</summary>
    public IReadOnlyList<Restart> AllOf(Guid uuid)
    {
        lock (_lock)
            return [.. LastOf(uuid) is { } last && !_over.Of(uuid).Contains(last) ? [last] : Array.Empty<Restart>(), .. _over.Of(uuid)];
    }

    private IReadOnlyList<Restart> Current
    {
        get
        {
            lock (_lock)
                return [.. _requested.Values, .. _jobs.Values.Select(job => job.Restart)];
        }
    }

    /// <summary>Why a restart of a domain would be refused now, but for its room; null: it would not.</summary>
    public RestartRefusal? RefusalOf(DomainPower domain, bool isForced)
    {
        lock (_lock)
            return StateRefusal() ?? RestartRules.RefusalOf(domain, isForced, StandingOf(domain.Uuid), clock.Now);
    }

    /// <summary>Begins a restart. Returns when the guest is about to be asked, after room was made where that is needed.</summary>
    /// <param name="question">The request.</param>
    /// <param name="cancellation">Ends the first look, not the restart.</param>
    public async Task<RestartAnswer> RequestAsync(RestartRequest question, CancellationToken cancellation)
    {
        var answer = await TryRequestAsync(question, cancellation);
        if (answer.Refusal is { } refusal)
            acts.Refuse(refusal, question.Uuid, question.By, answer.MissingKib);
        return answer;
    }

    /// <summary>Gives up waiting. A guest that was asked already and stops soon is started all the same.</summary>
    /// <returns>The restart now; null when there is none that can be left.</returns>
    public Restart? Leave(Guid uuid, string by)
    {
        lock (_lock)
        {
            if (_requested.Remove(uuid, out var requested))
                return Remember(requested with { Phase = RestartPhase.Withdrawn, Since = clock.Now, Problem = $"called off by {by}" });
            if (!_jobs.TryGetValue(uuid, out var job) || job.Restart.Phase is not (RestartPhase.ShuttingDown or RestartPhase.StillRunning))
                return null;
            job.Tell(new RestartSignal(RestartNews.Leave));
            return job.Restart with { Phase = RestartPhase.StillRunning, Left = true };
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _stopping = stoppingToken;
        status.Watch(() => Current);
        if (options.Mode != ExporterMode.Act)
            return;
        var handing = HandOnAsync(stoppingToken);
        try
        {
            while (true)
            {
                await role.WhenActing(stoppingToken);
                Resume(stoppingToken);
                while (role.MayAct)
                    await Task.Delay(RoleInterval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            await handing;
        }
    }

    private async Task<RestartAnswer> TryRequestAsync(RestartRequest question, CancellationToken cancellation)
    {
        if (StateRefusal() is { } early)
            return new RestartAnswer(early);
        var (domain, error) = await power.LookAsync(question.Uuid, cancellation);
        if (error is not null)
            return new RestartAnswer(RestartRefusal.LibvirtDown);
        if (domain is null || !options.Domains.Selects(domain.Name))
            return new RestartAnswer(RestartRefusal.UnknownDomain);
        var now = clock.Now;
        var restart = new Restart
        {
            Uuid = domain.Uuid,
            Name = domain.Name,
            By = question.By,
            Mode = RestartRules.ModeOf(domain, question.IsForced),
            IsForced = question.IsForced,
            RequestedAt = now,
            Since = now,
            Deadline = question.Deadline,
            Instance = domain.Instance ?? 0,
        };
        lock (_lock)
        {
            if (RestartRules.RefusalOf(domain, question.IsForced, StandingOf(domain.Uuid), now) is { } refusal)
                return new RestartAnswer(refusal);
            if (question.IsForced && !question.IsConfirmed)
                return new RestartAnswer(RestartRefusal.NotConfirmed);
            _requested[domain.Uuid] = restart;
        }

        return await BeginAsync(restart, domain);
    }

    private async Task<RestartAnswer> BeginAsync(Restart restart, DomainPower domain)
    {
        var missingKib = -1L;
        try
        {
            // Machines of another platform are started where that platform likes.
            missingKib = restart.Mode == RestartMode.Command ? 0 : await room.MakeAsync(domain, () => IsRequested(restart), _stopping);
        }
        finally
        {
            if (missingKib != 0)
                Withdraw(restart, RestartRefusalText.Of(RestartRefusal.NoRoom));
        }

        if (missingKib > 0)
            return new RestartAnswer(RestartRefusal.NoRoom) { MissingKib = missingKib };
        var first = RestartMachine.Next(restart, new RestartSignal(RestartNews.RoomMade), clock.Now);
        lock (_lock)
        {
            // Called off meanwhile.
            if (!_requested.Remove(restart.Uuid))
                return new RestartAnswer(null) { Restart = LastOf(restart.Uuid) };
            try
            {
                markers.Write(first.Restart);
            }
            catch (IOException exception)
            {
                MarkerNotWritten(restart.Uuid, exception.Message);
                Remember(restart with { Phase = RestartPhase.Withdrawn, Problem = exception.Message });
                return new RestartAnswer(RestartRefusal.MarkerUnwritable);
            }

            if (_jobs.Remove(restart.Uuid, out var former))
                former.Replace();
            // It is in its first phase from now on, whenever its thread begins: a caller may leave it at once.
            Run(new RestartJob(first.Restart, acts, clock, time), job => job.RunAsync(first, restart, _stopping));
        }

        return new RestartAnswer(null) { Restart = first.Restart };
    }

    // Under the lock.
    private void Run(RestartJob job, Func<RestartJob, Task<bool>> run)
    {
        _jobs[job.Restart.Uuid] = job;
        _ = Task.Run(async () =>
        {
            var isOver = await run(job);
            lock (_lock)
            {
                if (isOver && _jobs.GetValueOrDefault(job.Restart.Uuid) == job)
                {
                    _jobs.Remove(job.Restart.Uuid);
                    Remember(job.Restart);
                }
            }
        });
    }

    private void Resume(CancellationToken stopping)
    {
        foreach (var over in markers.ReadRemembered())
        {
            lock (_lock)
            {
                if (LastOf(over.Uuid) is null)
                    Remember(over);
            }
        }

        foreach (var found in markers.Read())
        {
            lock (_lock)
            {
                if (_jobs.ContainsKey(found.Uuid))
                    continue;
                Resumed(found.Phase.ToLabel(), TextBounds.Cut(found.Name), found.Uuid, found.By);
                Run(new RestartJob(found, acts, clock, time), job => job.ResumeAsync(stopping));
            }
        }
    }

    private async Task HandOnAsync(CancellationToken stopping)
    {
        try
        {
            await foreach (var news in feed.Reader.ReadAllAsync(stopping))
            {
                lock (_lock)
                {
                    foreach (var job in _jobs.Values.Where(job => news.Uuid is null || job.Restart.Uuid == news.Uuid))
                    {
                        if (news is { Uuid: not null, HasStarted: false })
                            job.Tell(new RestartSignal(RestartNews.Off) { Cause = news.Cause });
                        else
                            job.LookSoon();
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped. Markers stay for the next process.
        }
    }

    private RestartRefusal? StateRefusal() => options.Mode != ExporterMode.Act ? RestartRefusal.Observes
        : !role.MayAct ? RestartRefusal.Standby
        : pause.IsPaused ? RestartRefusal.ExporterPaused
        : null;

    private bool IsRequested(Restart restart)
    {
        lock (_lock)
            return _requested.ContainsKey(restart.Uuid);
    }

    private void Withdraw(Restart restart, string problem)
    {
        lock (_lock)
        {
            if (_requested.Remove(restart.Uuid))
                Remember(restart with { Phase = RestartPhase.Withdrawn, Since = clock.Now, Problem = problem });
        }
    }

    // These are called under the lock.

    private Restart? LastOf(Guid uuid) =>
        _requested.GetValueOrDefault(uuid) ?? _jobs.GetValueOrDefault(uuid)?.Restart ?? _over.LastOf(uuid);

    private RestartStanding StandingOf(Guid uuid) =>
        new(LastOf(uuid), _requested.Count + _jobs.Values.Count(job => job.Restart.IsUnderWay), command.Exists);

    private Restart Remember(Restart restart)
    {
        _over.Add(restart);
        return restart;
    }

    [LoggerMessage(LogLevel.Warning, "A restart that a process before this one has begun is finished")]
    private partial void Resumed(string phase, string domain, Guid uuid, string askedBy);

    [LoggerMessage(LogLevel.Error, "The marker of a restart could not be written: the guest was not touched")]
    private partial void MarkerNotWritten(Guid uuid, string err);
}

/// <summary>A request for a restart.</summary>
/// <param name="Uuid">The domain.</param>
/// <param name="IsForced">Whether to pull the plug.</param>
/// <param name="IsConfirmed">Whether the caller confirmed that.</param>
/// <param name="Deadline">How long the guest has to shut down.</param>
/// <param name="By">Who asks.</param>
internal sealed record RestartRequest(Guid Uuid, bool IsForced, bool IsConfirmed, TimeSpan Deadline, string By);

/// <summary>The answer: a restart, or why there is none.</summary>
/// <param name="Refusal">Why not; null: it has begun.</param>
internal sealed record RestartAnswer(RestartRefusal? Refusal)
{
    /// <summary>The restart.</summary>
    public Restart? Restart { get; init; }

    /// <summary>Memory that is missing on the host, in KiB.</summary>
    public long MissingKib { get; init; }
}
