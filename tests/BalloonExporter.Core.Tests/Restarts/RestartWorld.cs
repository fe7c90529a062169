using BalloonExporter.Core.Model;
using BalloonExporter.Core.Restarts;

namespace BalloonExporter.Core.Tests.Restarts;

/// <summary>A domain, a marker and an exporter that can be killed between any two of its acts. Time passes in steps of a second.</summary>
internal sealed class RestartWorld
{
    public static readonly Guid Uuid = Guid.Parse("00000000-0000-0000-0000-000000000001");

    private readonly Queue<RestartSignal> _signals = new();
    private Restart? _restart;
    private int _acts;
    private Moment? _offAt;

    /// <summary>How long the guest takes to shut down once it was asked; null: it ignores that.</summary>
    public TimeSpan? ShutsDownAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Starts that fail before one succeeds.</summary>
    public int FailingStarts { get; set; }

    /// <summary>The act before which the exporter is killed, of all acts from one on; null: it is not.</summary>
    public int? KilledBefore { get; init; }

    /// <summary>How long no exporter runs after that.</summary>
    public TimeSpan Outage { get; init; } = TimeSpan.FromSeconds(3);

    public Moment Now { get; private set; } = new(TimeSpan.TicksPerDay);

    /// <summary>The instance that runs; null: the domain is off.</summary>
    public int? Instance { get; private set; } = 1;

    public Restart? Marker { get; private set; }

    public List<PowerCall> Calls { get; } = [];

    /// <summary>How the last restart that was waited for ended.</summary>
    public RestartPhase? Ended { get; private set; }

    public bool WasKilled { get; private set; }

    /// <summary>The state in memory.</summary>
    public Restart? Restart => _restart;

    public void Ask(RestartMode mode, TimeSpan? deadline = null)
    {
        var restart = new Restart
        {
            Uuid = Uuid,
            Name = "shop",
            Mode = mode,
            By = "uid:0",
            RequestedAt = Now,
            Since = Now,
            Deadline = deadline ?? RestartLimits.DefaultDeadline,
            Instance = Instance!.Value,
        };
        Apply(RestartMachine.Next(restart, new RestartSignal(RestartNews.RoomMade), Now));
    }

    public void Tell(RestartNews news, StopCause cause = StopCause.Unknown)
    {
        if (_restart is not null)
            Apply(RestartMachine.Next(_restart, new RestartSignal(news) { Cause = cause }, Now));
    }

    /// <summary>Lets time pass, with the guest and the exporter doing what they do.</summary>
    public void Run(TimeSpan time)
    {
        for (var until = Now + time; Now < until;)
        {
            Now += TimeSpan.FromSeconds(1);
            if (_offAt <= Now && Instance is not null)
                TurnOff();
            while (_restart is not null && _signals.TryDequeue(out var signal))
                Apply(RestartMachine.Next(_restart, signal, Now));
            Tell(RestartNews.Time);
        }
    }

    private void TurnOff()
    {
        (Instance, _offAt) = (null, null);
        _signals.Enqueue(new RestartSignal(RestartNews.Off) { Cause = StopCause.Ended });
    }

    private void Apply(RestartStep step)
    {
        // Nothing changed and nothing is to be done: no act.
        if (step.Restart == _restart && step.Call == PowerCall.None && !step.IsOver)
            return;
        if (IsKilled())
            return;
        (_restart, Marker) = (step.Restart, step.IsOver ? Marker : step.Restart);
        if (IsKilled())
            return;
        if (step.IsOver)
        {
            (_restart, Marker, Ended) = (null, null, step.Restart.Phase);
            return;
        }

        if (step.Restart.Phase == RestartPhase.StartFailed)
            Ended = RestartPhase.StartFailed;
        if (step.Call == PowerCall.None)
            return;
        var outcome = Make(step.Call);
        if (!IsKilled())
            _signals.Enqueue(RestartSignal.Of(step.Call, outcome));
    }

    private PowerOutcome Make(PowerCall call)
    {
        Calls.Add(call);
        switch (call)
        {
            case PowerCall.Shutdown:
                _offAt ??= ShutsDownAfter is { } time ? Now + time : null;
                break;
            case PowerCall.Destroy:
                TurnOff();
                break;
            case PowerCall.Start when Instance is null && FailingStarts-- > 0:
                return new PowerOutcome(PowerNews.Refused, "no memory");
            case PowerCall.Start:
                Instance ??= 2;
                break;
        }

        return new PowerOutcome(PowerNews.Done);
    }

    // The next process finds the marker and the domain, and nothing else.
    private bool IsKilled()
    {
        if (WasKilled || ++_acts != KilledBefore)
            return false;
        WasKilled = true;
        _restart = null;
        _signals.Clear();
        for (var until = Now + Outage; Now < until;)
        {
            Now += TimeSpan.FromSeconds(1);
            if (_offAt <= Now && Instance is not null)
                (Instance, _offAt) = (null, null);
        }

        if (Marker is { } found)
        {
            var seen = Instance is { } instance ? new RestartSignal(RestartNews.Runs) { Instance = instance } : new RestartSignal(RestartNews.Off);
            Apply(RestartMachine.Resume(found, seen, Now));
        }

        return true;
    }
}
