namespace BalloonExporter.Core.Reflexes;

/// <summary>How the host stands.</summary>
public enum HostLevel
{
    /// <summary>Memory can be given back.</summary>
    Green,

    /// <summary>Enough for those in need.</summary>
    Hold,

    /// <summary>Short: an emergency.</summary>
    Red,

    /// <summary>About to kill: nobody may grow into what he does not need.</summary>
    Critical,
}
