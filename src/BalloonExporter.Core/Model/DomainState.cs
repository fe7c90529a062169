namespace BalloonExporter.Core.Model;

/// <summary>State of a domain, with libvirt's numbers (<c>virDomainState</c>). A number not listed here is a state from a newer libvirt.</summary>
public enum DomainState
{
    /// <summary>No state known.</summary>
    NoState = 0,

    /// <summary>Running: the only state in which memory may be moved.</summary>
    Running = 1,

    /// <summary>Blocked on a resource (Xen).</summary>
    Blocked = 2,

    /// <summary>Paused: the guest cannot answer, its statistics stand still.</summary>
    Paused = 3,

    /// <summary>Being shut down.</summary>
    ShuttingDown = 4,

    /// <summary>Shut off.</summary>
    ShutOff = 5,

    /// <summary>Crashed.</summary>
    Crashed = 6,

    /// <summary>Suspended by the guest's power management.</summary>
    PmSuspended = 7,
}
