using BalloonExporter.Core.GuardRails;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Reflexes;

/// <summary>Watches the host's memory from look to look. Not thread-safe; holds no clock.</summary>
public sealed class HostWatch(Limits limits)
{
    private readonly Queue<(Moment At, TimeSpan? Waiting, long? SwapOutKib)> _signs = new();
    private Moment? _greenSince;
    private Moment? _lastSignAt;
    private bool _red;
    private bool _crit;

    /// <summary>How the host stands. Never SOFT: that level is the plan's, and nothing that a reflex does depends on it, so it counts as HOLD.</summary>
    public HostLevel Level { get; private set; } = HostLevel.Hold;

    /// <summary>What shows that it is an emergency; null while it is none.</summary>
    public EmergencyTrigger? Emergency { get; private set; }

    /// <summary>Whether the host waits for memory or swaps, whatever it has available.</summary>
    public bool Thrashes { get; private set; }

    /// <summary>Takes in a look.</summary>
    public void Observe(HostMemory host, Moment at)
    {
        var marks = HostMarks.Of(host, limits);
        _red = host.AvailableKib < (_red ? marks.RedLeaveKib : marks.RedKib);
        _crit = host.AvailableKib < (_crit ? marks.CritLeaveKib : marks.CritKib);
        _greenSince = host.AvailableKib > marks.GreenKib ? _greenSince ?? at : null;

        var (pressure, swapping) = Signs(host, at);
        Thrashes = pressure || swapping;
        EmergencyTrigger? sign = _red ? EmergencyTrigger.Available : pressure ? EmergencyTrigger.Pressure : swapping ? EmergencyTrigger.Swapping : null;
        if (sign is not null)
            _lastSignAt = at;
        // What began an emergency names it until its end; it ends a while after the last sign of any.
        Emergency = Emergency is { } since && at - _lastSignAt < limits.EmergencyHold ? since : sign;
        Level = _crit ? HostLevel.Crit
            : Emergency is not null ? HostLevel.Red
            : at - _greenSince >= limits.GreenTime ? HostLevel.Green
            : HostLevel.Hold;
    }

    private (bool Pressure, bool Swapping) Signs(HostMemory host, Moment at)
    {
        // One look from before the window stays: the rates begin there.
        while (_signs.Count > 1 && at - _signs.ElementAt(1).At >= limits.HostSignWindow)
            _signs.Dequeue();
        _signs.Enqueue((at, host.PressureWaiting, host.SwapOutKib));
        var first = _signs.Peek();
        var seconds = (at - first.At).TotalSeconds;
        // A second alone tells little: one large page fault is not yet pressure.
        if (seconds < 1.5)
            return (false, false);
        return (
            (host.PressureWaiting - first.Waiting)?.TotalSeconds > limits.Planner.RedPressureRatio * seconds,
            host.SwapOutKib - first.SwapOutKib > limits.RedSwapOutKibPerSecond * seconds);
    }
}
