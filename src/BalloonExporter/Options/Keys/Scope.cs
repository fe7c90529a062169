namespace BalloonExporter.Options.Keys;

/// <summary>What a key opens. A closed set: the words that <c>may</c> takes in the keys file.</summary>
internal enum Scope
{
    /// <summary>Domains, decisions, policies, the state of the pause, the description of the API.</summary>
    Read,

    /// <summary>Alertmanager's webhook.</summary>
    Feedback,

    /// <summary>Changes of a domain's policy.</summary>
    Policy,

    /// <summary>Pause and resume.</summary>
    Pause,

    /// <summary>Reserved: no page needs it yet.</summary>
    Restart,

    /// <summary>Reserved: no page needs it yet.</summary>
    Force,
}
