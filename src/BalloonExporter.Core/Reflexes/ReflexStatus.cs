using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Reflexes;

/// <summary>State of the reflexes, for metrics and pages. Thread-safe.</summary>
public sealed class ReflexStatus
{
    private readonly long[] _emergencies = new long[Enum.GetValues<EmergencyTrigger>().Length];
    private volatile bool _emergency;
    private volatile bool _recovery;
    private volatile string? _level;
    private long _looks;

    /// <summary>Whether the reflexes see an emergency of the host.</summary>
    public bool Emergency => _emergency;

    /// <summary>The host's level in lower case: green, hold, soft, red, crit. Null before the first look.</summary>
    public string? Level => _level;

    /// <summary>Whether memory is given back because the plan is gone.</summary>
    public bool Recovery
    {
        get => _recovery;
        set => _recovery = value;
    }

    /// <summary>Number of looks at domains.</summary>
    public long Looks => Interlocked.Read(ref _looks);

    /// <summary>Number of emergencies that this sign started.</summary>
    public long Emergencies(EmergencyTrigger trigger) => Interlocked.Read(ref _emergencies[(int)trigger]);

    /// <summary>Counts domains looked at.</summary>
    public void CountLooks(int domains) => Interlocked.Add(ref _looks, domains);

    /// <summary>Records the level that the reflexes go by.</summary>
    public void See(ReflexEngine engine) => _level = engine.Level.ToString().ToLowerInvariant();

    /// <summary>Records whether there is an emergency, and the sign that started it.</summary>
    public void SetEmergency(EmergencyTrigger? trigger)
    {
        if (trigger is { } sign && !_emergency)
            Interlocked.Increment(ref _emergencies[(int)sign]);
        _emergency = trigger is not null;
    }
}
