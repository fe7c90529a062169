namespace BalloonExporter.Core.Model;

/// <summary>Why an instance ended.</summary>
public enum StopCause
{
    /// <summary>Not known: it was found off.</summary>
    Unknown,

    /// <summary>Its guest shut down, or its process was ended, crashed or failed.</summary>
    Ended,

    /// <summary>It runs on another host.</summary>
    MigratedAway,

    /// <summary>Its memory was saved, or it went back to a snapshot: another program decided what comes next.</summary>
    Saved,
}
