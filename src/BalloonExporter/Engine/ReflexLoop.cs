using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Core.Reflexes;

namespace BalloonExporter.Engine;

/// <summary>
/// Runs the reflexes and submits their requests to the feedback loop. Reads the host's files every second, or at once when the kernel
/// reports that tasks wait for memory; reads only domains at risk, and all of them from time to time.
/// </summary>
internal sealed partial class ReflexLoop(
    ReflexEngine engine,
    ReflexStatus status,
    IHostMemoryReader host,
    IHostReader reader,
    ISnapshotSubscriber tracker,
    Heartbeats heartbeats,
    FeedbackLoop loop,
    ActingRole role,
    SteadyClock clock,
    Watchdog watchdog,
    ScrapePhase scrapes,
    ISampleDemand samples,
    ILogger<ReflexLoop> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ReadDeadline = TimeSpan.FromSeconds(3);

    // Interval of full looks, since domains that are not watched may have been set below their maximum.
    private static readonly TimeSpan FullLook = TimeSpan.FromSeconds(10);

    // When only libvirt knows resident memory, an exceeded budget is not visible between looks at the domains.
    private static readonly TimeSpan FullLookWithoutProcesses = TimeSpan.FromSeconds(2);

    // Repeated requests for a domain that may not be moved now would fill the log.
    private static readonly TimeSpan PauseAfterRefusal = TimeSpan.FromSeconds(5);

    // In observe mode the same requests repeat with each look: logging them each second is useless.
    private static readonly TimeSpan PauseAfterDryRun = TimeSpan.FromMinutes(1);

    // Fifty samples a second, each 1.6 ms of libvirt's daemon and 3 ms of an emulated guest.
    private const int SamplesAtOnce = 5;

    private static readonly HashSet<Guid> NoJobs = [];

    private readonly Dictionary<Guid, Task<Decision>> _asked = [];
    private readonly Dictionary<Guid, Moment> _quietUntil = [];
    private readonly IdleEmergency _idle = new();
    private HashSet<Guid> _active = [];
    private TimeSpan _fullLook = FullLook;
    private Moment? _allSeenAt;
    private TimeSpan _lookTook;
    private Moment? _hostSeenAt;
    private Moment _samplesAskedAt = Moment.MinValue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var pressed = await host.WaitAsync(UntilNextLook(), stoppingToken);
                await TickAsync(pressed, stoppingToken);
                watchdog.LookMade();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // The loop continues after any error.
                LookFailed(exception);
            }
        }
    }

    private TimeSpan UntilNextLook()
    {
        var now = clock.Now;
        var next = engine.NextDueAt();
        var pause = (scrapes.NextLookAt(now) is { } look && look > now && look < next ? look : next) - now;
        return pause > Interval ? Interval : pause < ShortestInterval ? ShortestInterval : pause;
    }

    private async Task TickAsync(bool pressed, CancellationToken stopping)
    {
        clock.Look();
        var now = clock.Now;
        // A tight guest is read more often than the host.
        if ((pressed || _hostSeenAt is null || now - _hostSeenAt >= Interval) && host.Read(_active) is { } memory)
        {
            _hostSeenAt = now;
            _fullLook = memory.DomainsResidentAged ? FullLookWithoutProcesses : FullLook;
            engine.See(memory, now);
        }

        if (_allSeenAt is not { } allSeenAt || now - allSeenAt >= _fullLook || IsBeforeScrape(allSeenAt, now) || (now - allSeenAt >= Interval && engine.ExpectedStarts.TakeStarted()))
            await SeeAllAsync(stopping);
        else if (engine.Due(now) is { Count: > 0 } due)
            await SeeAsync(due, stopping);

        var requests = engine.React(heartbeats.LastAt, clock.Now);
        if (engine.NeedsFullLook)
        {
            await SeeAllAsync(stopping);
            requests = engine.React(heartbeats.LastAt, clock.Now);
        }

        Report();
        var asked = Ask(requests);
        NoteIdleEmergency(asked.Any(request => request.Origin == RequestOrigin.Emergency));
        AskForSamples();
    }

    // The scrape that follows then need not ask again for what was just read. A look that takes longer would delay it.
    private bool IsBeforeScrape(Moment allSeenAt, Moment now) =>
        _lookTook < ScrapePhase.Ahead && now - allSeenAt > ScrapePhase.Ahead && scrapes.NextLookAt(now) is { } look && look <= now;

    // The tightest guests are asked ten times a second, as many as the host's budget allows; the others wait for their periodic samples.
    private void AskForSamples()
    {
        var now = clock.Now;
        if (!role.MayAct || now - _samplesAskedAt < ShortestInterval)
            return;
        _samplesAskedAt = now;
        foreach (var uuid in engine.Pressing().Where(samples.Ask).Take(SamplesAtOnce).ToList())
            engine.Expect(uuid, now);
    }

    private async Task SeeAllAsync(CancellationToken stopping)
    {
        var begunAt = clock.Now;
        _allSeenAt = begunAt;
        var snapshot = await reader.ReadAsync(ReadDeadline, NoJobs, stopping);
        _lookTook = clock.Now - begunAt;
        tracker.TakeIn(snapshot);
        if (!snapshot.LibvirtUp)
            return;
        engine.See(snapshot.Domains, all: true, clock.Now);
        status.CountLooks(snapshot.Domains.Count);
        _active = snapshot.Domains.Select(domain => domain.Uuid).ToHashSet();
        foreach (var uuid in _quietUntil.Keys.Where(uuid => !_active.Contains(uuid)).ToList())
            _quietUntil.Remove(uuid);
    }

    private async Task SeeAsync(IReadOnlySet<Guid> due, CancellationToken stopping)
    {
        var snapshot = await reader.ReadSomeAsync(due, ReadDeadline, NoJobs, stopping);
        tracker.TakeIn(snapshot);
        if (!snapshot.LibvirtUp)
            return;
        var seen = snapshot.Domains.Where(domain => due.Contains(domain.Uuid)).ToList();
        engine.See(seen, all: false, clock.Now);
        status.CountLooks(seen.Count);
        foreach (var gone in due.Except(seen.Select(domain => domain.Uuid)))
        {
            engine.Forget(gone);
            _active.Remove(gone);
        }
    }

    private List<BalloonRequest> Ask(IReadOnlyList<BalloonRequest> requests)
    {
        var now = clock.Now;
        foreach (var (uuid, answer) in _asked.Where(asked => asked.Value.IsCompleted).ToList())
        {
            _asked.Remove(uuid);
            if (answer.IsCompletedSuccessfully && PauseAfter(answer.Result) is { } pause)
                _quietUntil[uuid] = now + pause;
        }

        var wanted = requests.Where(request => !_asked.ContainsKey(request.Uuid) && !(_quietUntil.GetValueOrDefault(request.Uuid) > now)).ToList();
        foreach (var (request, answer) in wanted.Zip(loop.Submit(wanted)))
            _asked[request.Uuid] = answer;
        return wanted;
    }

    // In observe mode the same requests repeat without effect.
    private void NoteIdleEmergency(bool asked)
    {
        var now = clock.Now;
        if (_idle.Note(engine.Need is not null && role.MayAct, asked, now) && engine.Need is { } need)
            NothingTaken(Kib.ToBytes(need.MissingKib), Kib.ToBytes(need.ComingKib), need.Managed, _asked.Count, _quietUntil.Values.Count(until => until > now));
    }

    private static TimeSpan? PauseAfter(Decision decision) => decision switch
    {
        { Verdict: Verdict.DryRun } => PauseAfterDryRun,
        // These reasons pass within a moment.
        { Verdict: Verdict.Applied } or { Reason: DecisionReason.HostRoom or DecisionReason.SampleActedOn or DecisionReason.DeadBand } => null,
        _ => PauseAfterRefusal,
    };

    private void Report()
    {
        if (engine.Emergency is { } sign && !status.Emergency)
            TellEmergency(sign.ToLabel());
        else if (engine.Emergency is null && status.Emergency)
            EmergencyEnds();
        if (engine.Abandoned && !status.Recovery)
            TellRecovery(heartbeats.LastAt is { } last ? clock.WallTimeOf(last) : null);
        status.SetEmergency(engine.Emergency);
        status.See(engine);
        status.Recovery = engine.Abandoned;
    }

    private void TellEmergency(string trigger)
    {
        if (role.MayAct)
            EmergencyBegins(trigger, role.ModeLabel);
        else
            EmergencySeen(trigger, role.ModeLabel);
    }

    private void TellRecovery(DateTimeOffset? lastHeartbeat)
    {
        if (role.MayAct)
            RecoveryBegins(lastHeartbeat, role.ModeLabel);
        else
            RecoverySeen(lastHeartbeat, role.ModeLabel);
    }

    [LoggerMessage(LogLevel.Error, "A look of the reflexes failed")]
    private partial void LookFailed(Exception exception);

    [LoggerMessage(LogLevel.Warning, "The host is about to run out of memory: what guests can spare is taken at once")]
    private partial void EmergencyBegins(string trigger, string mode);

    [LoggerMessage(LogLevel.Warning, "The host is about to run out of memory: an exporter that acts would take at once what guests can spare")]
    private partial void EmergencySeen(string trigger, string mode);

    [LoggerMessage(LogLevel.Warning, "The host is short of memory, and for a minute there was nothing that could be taken: stop or move a guest, or let more of them be managed")]
    private partial void NothingTaken(long missingBytes, long comingBytes, int managedDomains, int unansweredRequests, int refusedDomains);

    [LoggerMessage(LogLevel.Information, "The host has memory again")]
    private partial void EmergencyEnds();

    [LoggerMessage(LogLevel.Warning, "No heartbeat comes any more: memory is given back while the host has enough")]
    private partial void RecoveryBegins(DateTimeOffset? lastHeartbeat, string mode);

    [LoggerMessage(LogLevel.Warning, "No heartbeat comes any more: an exporter that acts would give memory back while the host has enough")]
    private partial void RecoverySeen(DateTimeOffset? lastHeartbeat, string mode);
}
