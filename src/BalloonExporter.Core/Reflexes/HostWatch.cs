using BalloonExporter.Core.GuardRails;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Reflexes;

/// <summary>Tracks the host's level from look to look. Not thread-safe; holds no clock.</summary>
public sealed class HostWatch(Limits limits)
{
    private readonly Queue<(Moment At, TimeSpan? Waiting, long? SwapOutKib)> _signs = new();
    private Moment? _greenSince;
    private Moment? _lastSignAt;
    private bool _red;
    private bool _crit;

    /// <summary>How the host stands. Never SOFT: that level is the plan's, and nothing that a reflex does depends on it, so it counts as HOLD.</summary>
    public HostLevel Level { get; private set; } = HostLevel.Hold;

    /// <summary>The sign that started the emergency; null without one.</summary>
    public EmergencyTrigger? Emergency { get; private set; }

    /// <summary>Whether the host waits for memory or swaps, whatever its available memory.</summary>
    public bool Thrashes { get; private set; }

    /// <summary>Records a look.</summary>
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
        // The first sign names the emergency until its end. It ends some time after the last sign of any kind.
        Emergency = Emergency is { } since && at - _lastSignAt < limits.EmergencyHold ? since : sign;
        Level = _crit ? HostLevel.Crit
            : Emergency is not null ? HostLevel.Red
            : at - _greenSince >= limits.GreenTime ? HostLevel.Green
            : HostLevel.Hold;
    }

    private (bool Pressure, bool Swapping) Signs(HostMemory host, Moment at)
    {
        // The last look before the window is kept: it is the starting point of the rates.
        while (_signs.Count > 1 && at - _signs.ElementAt(1).At >= limits.HostSignWindow)
            _signs.Dequeue();
        _signs.Enqueue((at, host.PressureWaiting, host.SwapOutKib));
        var first = _signs.Peek();
        var seconds = (at - first.At).TotalSeconds;
        // Within one second a single large page fault would look like pressure.
        if (seconds < 1.5)
            return (false, false);
        return (
            (host.PressureWaiting - first.Waiting)?.TotalSeconds > limits.Planner.RedPressureRatio * seconds,
            host.SwapOutKib - first.SwapOutKib > limits.RedSwapOutKibPerSecond * seconds);
    }
}
