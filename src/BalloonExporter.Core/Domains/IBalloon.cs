namespace BalloonExporter.Domains;

/// <summary>Moves the balloon of a running domain.</summary>
public interface IBalloon
{
    /// <summary>Sets the balloon's target of the running instance only, never of the persistent configuration.</summary>
    /// <returns>How it went; never throws because of libvirt.</returns>
    Task<BalloonOutcome> SetTargetAsync(Guid uuid, long targetKib, CancellationToken cancellation);
}

/// <summary>How a call to move a balloon went.</summary>
public enum BalloonOutcome
{
    /// <summary>libvirt accepted the target. Whether the guest follows is seen later.</summary>
    Accepted,

    /// <summary>The domain is no longer there, or no longer runs.</summary>
    DomainGone,

    /// <summary>The call did not return in time and was given up.</summary>
    TimedOut,

    /// <summary>libvirt refused or the connection failed.</summary>
    Failed,
}
