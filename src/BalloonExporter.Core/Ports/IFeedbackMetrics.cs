using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ports;

/// <summary>Counters of the feedback engine.</summary>
public interface IFeedbackMetrics
{
    /// <summary>A message arrived.</summary>
    void Notification(NotificationResult result);

    /// <summary>A decision was made.</summary>
    void Decision(Verdict verdict, DecisionReason reason, RequestOrigin origin);

    /// <summary>An Alertmanager was polled.</summary>
    /// <param name="alertmanager">Its address, without credentials.</param>
    /// <param name="at">When it answered; null when it did not, or the answer could not be read.</param>
    void Polled(string alertmanager, Moment? at);

    /// <summary>The keys file, or a token file, became unusable while it was in use.</summary>
    void KeyUnusable();

    /// <summary>A target was handed to libvirt; how long the call took.</summary>
    void Applied(TimeSpan duration);

    /// <summary>A recommendation for a domain of this host arrived for the first time.</summary>
    /// <param name="age">How old its data was; negative where clocks differ.</param>
    void Arrived(TimeSpan age);

    /// <summary>The state file could not be read or written.</summary>
    void StateError(StateOperation operation);
}
