using BalloonExporter.Policy;

namespace BalloonExporter.Feedback;

/// <summary>Where the feedback engine counts what it does.</summary>
public interface IFeedbackMetrics
{
    /// <summary>A message came in.</summary>
    void Notification(NotificationResult result);

    /// <summary>A decision was made.</summary>
    void Decision(Verdict verdict, DecisionReason reason, RequestOrigin origin);

    /// <summary>A heartbeat came in.</summary>
    void Heartbeat(Moment at);

    /// <summary>An Alertmanager was asked for its alerts.</summary>
    /// <param name="alertmanager">Its address, without credentials.</param>
    /// <param name="at">When it answered; null when it did not, or not with what could be read.</param>
    void Polled(string alertmanager, Moment? at);

    /// <summary>The keys file, or a token file, became unusable while it was in use.</summary>
    void KeyUnusable();

    /// <summary>A target was handed to libvirt; how long the call took.</summary>
    void Applied(TimeSpan duration);

    /// <summary>A recommendation for a domain of this host came for the first time.</summary>
    /// <param name="age">How old its data was; negative where clocks differ.</param>
    void Arrived(TimeSpan age);

    /// <summary>The state file could not be read or written.</summary>
    void StateError(StateOperation operation);
}

/// <summary>How a message to the feedback endpoint was received. A closed set: a metric label.</summary>
public enum NotificationResult
{
    /// <summary>Read and answered with a verdict per alert.</summary>
    Accepted,

    /// <summary>No key, a wrong one, or one that may not do this.</summary>
    Unauthorized,

    /// <summary>It came more slowly than anybody waits.</summary>
    TooSlow,

    /// <summary>Larger than the limit.</summary>
    TooLarge,

    /// <summary>Not JSON, or not Alertmanager's.</summary>
    Malformed,

    /// <summary>A payload version other than 4.</summary>
    UnsupportedVersion,

    /// <summary>libvirt cannot be reached: a retry is wanted.</summary>
    Unavailable,
}
