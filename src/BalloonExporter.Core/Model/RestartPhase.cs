namespace BalloonExporter.Core.Model;

/// <summary>How far a restart is. A closed set: metric label (those that end one), log and API field.</summary>
public enum RestartPhase
{
    /// <summary>Accepted; room is made. The guest was not touched.</summary>
    Requested,

    /// <summary>The guest was asked to shut down.</summary>
    ShuttingDown,

    /// <summary>It is being stopped by force.</summary>
    Stopping,

    /// <summary>It is off, and being started.</summary>
    Starting,

    /// <summary>The command restarts it.</summary>
    Commanding,

    /// <summary>It did not shut down within the deadline, or the caller gave up waiting. Should it stop soon after all, it is started.</summary>
    StillRunning,

    /// <summary>Over: another instance of it runs.</summary>
    Done,

    /// <summary>It is off and could not be started.</summary>
    StartFailed,

    /// <summary>Over: libvirt or the command refused. The guest runs on.</summary>
    Failed,

    /// <summary>Over: called off before the guest was touched, or made pointless by what another program did with it.</summary>
    Withdrawn,
}
