using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Reflexes;

/// <summary>What the reflexes are about, for whoever shows it. Thread-safe.</summary>
public sealed class ReflexStatus
{
    private readonly long[] _emergencies = new long[Enum.GetValues<EmergencyTrigger>().Length];
    private volatile bool _emergency;
    private volatile bool _recovery;

    /// <summary>Whether the host is in an emergency of the exporter's own finding.</summary>
    public bool Emergency => _emergency;

    /// <summary>Whether memory is given back because nobody plans any more.</summary>
    public bool Recovery
    {
        get => _recovery;
        set => _recovery = value;
    }

    /// <summary>How many emergencies this was the first sign of.</summary>
    public long Emergencies(EmergencyTrigger trigger) => Interlocked.Read(ref _emergencies[(int)trigger]);

    /// <summary>Notes whether there is an emergency, and what it was first seen by.</summary>
    public void SetEmergency(EmergencyTrigger? trigger)
    {
        if (trigger is { } sign && !_emergency)
            Interlocked.Increment(ref _emergencies[(int)sign]);
        _emergency = trigger is not null;
    }
}
