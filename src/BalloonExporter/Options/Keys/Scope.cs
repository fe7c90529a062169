namespace BalloonExporter.Options.Keys;

/// <summary>A permission of a key. A closed set: the values of <c>may</c> in the keys file.</summary>
internal enum Scope
{
    /// <summary>Read domains, decisions, policies, the pause state and the API description.</summary>
    Read,

    /// <summary>Alertmanager's webhook, and announcements of starts.</summary>
    Feedback,

    /// <summary>Change a domain's policy.</summary>
    Policy,

    /// <summary>Pause and resume, and give all memory back.</summary>
    Pause,

    /// <summary>Restart a domain.</summary>
    Restart,

    /// <summary>Restart a domain by force.</summary>
    Force,
}
