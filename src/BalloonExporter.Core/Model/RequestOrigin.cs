namespace BalloonExporter.Core.Model;

/// <summary>Source of a request. A closed set: a metric label.</summary>
public enum RequestOrigin
{
    /// <summary>Alertmanager's webhook.</summary>
    Alert,

    /// <summary>Alertmanager's API, polled.</summary>
    Poll,

    /// <summary>Reflex: a guest is about to run out of memory.</summary>
    Rescue,

    /// <summary>Reflex: a guest gives what it can spare, to make room for one that is rescued or starts.</summary>
    Donor,

    /// <summary>Reflex: the host is about to run out of memory.</summary>
    Emergency,

    /// <summary>Reflex: memory is given back to domains that have less than their maximum.</summary>
    Recovery,

    /// <summary>An operator gives all memory back (<c>balloon-exporter release --all</c>).</summary>
    Release,
}
