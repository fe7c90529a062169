namespace BalloonExporter.Core.Model;

/// <summary>Who asked for a target. A closed set: a metric label.</summary>
public enum RequestOrigin
{
    /// <summary>Alertmanager's webhook.</summary>
    Alert,

    /// <summary>Alertmanager's API, polled.</summary>
    Poll,

    /// <summary>The exporter itself: a guest is about to run out of memory.</summary>
    Rescue,

    /// <summary>The exporter itself: the host is about to run out of memory.</summary>
    Emergency,

    /// <summary>The exporter itself: memory goes back to who was left with too little of it.</summary>
    Recovery,
}
