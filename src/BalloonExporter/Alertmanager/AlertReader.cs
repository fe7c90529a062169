using System.Globalization;
using BalloonExporter.Core.Model;
using BalloonExporter.Options;

namespace BalloonExporter.Alertmanager;

/// <summary>Parses requests in Alertmanager's messages. Pure; the input is untrusted.</summary>
public static class AlertReader
{
    /// <summary>Annotation with the recommended target: a whole number of bytes.</summary>
    public const string TargetAnnotation = "balloon_target_bytes";

    /// <summary>Annotation with the time of the data behind the recommendation: whole UNIX seconds.</summary>
    public const string EvaluatedAtAnnotation = "balloon_evaluated_at";

    /// <summary>Annotation with the lifetime of the recommendation after that: whole seconds. Default: 60.</summary>
    public const string LifetimeAnnotation = "balloon_valid_seconds";

    /// <summary>Label with the alert's name.</summary>
    public const string NameLabel = "alertname";

    /// <summary>Label with the domain's UUID.</summary>
    public const string UuidLabel = "uuid";

    // The range of DateTimeOffset.
    private const long LastUnixSecond = 253402300799;

    /// <summary>Reads every alert of a message to the webhook, in its order.</summary>
    /// <param name="message">The message.</param>
    /// <param name="clock">Converts its times.</param>
    /// <param name="askedBy">Name of the sender, for the audit trail.</param>
    public static IReadOnlyList<ReadAlert> Read(AlertmanagerMessage message, SteadyClock clock, string? askedBy = null) =>
        [.. (message.Alerts ?? []).OfType<AlertmanagerAlert>().Select(alert => Read(alert, new Asker(RequestOrigin.Alert, askedBy), clock))];

    /// <summary>Parses one alert of Alertmanager's API.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="alertmanager">Name of the Alertmanager, for the audit trail.</param>
    /// <param name="clock">Converts its times; the alert's lease must be valid at its current moment.</param>
    public static ReadAlert Read(PolledAlert alert, string alertmanager, SteadyClock clock)
    {
        var firing = new AlertmanagerAlert
        {
            Status = "firing",
            Labels = alert.Labels,
            Annotations = alert.Annotations,
            Fingerprint = alert.Fingerprint,
        };
        var read = Read(firing, new Asker(RequestOrigin.Poll, alertmanager), clock);
        if (read.Refusal == DecisionReason.ForeignAlert)
            return read;
        // The query asks for active alerts, but a proxy may ignore that.
        if (alert.Status?.State != "active")
            return read.Refused(DecisionReason.Suppressed);
        return DateTimeOffset.TryParse(alert.EndsAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var endsAt) && clock.Of(endsAt) > clock.Now
            ? read
            : read.Refused(DecisionReason.LeaseExpired);
    }

    private static ReadAlert Read(AlertmanagerAlert alert, Asker asker, SteadyClock clock)
    {
        var read = new ReadAlert(Cut(alert.Fingerprint, TextBounds.Fingerprint) ?? string.Empty, Cut(Value(alert.Labels, UuidLabel), TextBounds.Uuid)) { Origin = asker.Origin, AskedBy = Cut(asker.Name, TextBounds.Text) };
        var alertname = Value(alert.Labels, NameLabel);
        if (alertname is not (AlertNames.Target or AlertNames.Heartbeat))
            return read.Refused(DecisionReason.ForeignAlert);
        switch (alert.Status)
        {
            case "firing":
                break;
            case "resolved":
                return read.Refused(DecisionReason.Resolved);
            default:
                return read.Refused(DecisionReason.UnknownStatus);
        }

        var evaluatedAt = WholeSeconds(Value(alert.Annotations, EvaluatedAtAnnotation));
        var lifetime = WholeSeconds(Value(alert.Annotations, LifetimeAnnotation));
        if (alertname == AlertNames.Heartbeat)
        {
            return read.Refused(DecisionReason.Heartbeat) with
            {
                Beat = evaluatedAt is { } beatAt ? new Heartbeat(At(beatAt, clock), lifetime is { } beatFor ? TimeSpan.FromSeconds(beatFor) : null) : null,
            };
        }

        if (read.Uuid is null)
            return read.Refused(DecisionReason.MissingUuid);
        if (!Guid.TryParseExact(read.Uuid, "D", out var uuid))
            return read.Refused(DecisionReason.InvalidUuid);
        if (Value(alert.Annotations, TargetAnnotation) is not { } target)
            return read.Refused(DecisionReason.MissingTarget);
        if (!long.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out var targetBytes) || targetBytes < 1)
            return read.Refused(DecisionReason.InvalidTarget);
        if (Value(alert.Annotations, EvaluatedAtAnnotation) is null)
            return read.Refused(DecisionReason.MissingEvaluationTime);
        if (evaluatedAt is not { } seconds)
            return read.Refused(DecisionReason.InvalidEvaluationTime);
        if (lifetime is null && Value(alert.Annotations, LifetimeAnnotation) is not null)
            return read.Refused(DecisionReason.InvalidLifetime);

        var request = new BalloonRequest(uuid, Kib.FromBytes(targetBytes), At(seconds, clock), asker.Origin, read.Fingerprint)
        {
            AskedBy = read.AskedBy,
            Lifetime = lifetime is { } good ? TimeSpan.FromSeconds(good) : null,
        };
        return read with { Request = request };
    }

    private static Moment At(long unixSeconds, SteadyClock clock) => clock.Of(DateTimeOffset.FromUnixTimeSeconds(unixSeconds));

    private static long? WholeSeconds(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= LastUnixSecond ? seconds : null;

    private static string? Cut(string? text, int length) => text is null ? null : TextBounds.Cut(text, length);

    private static string? Value(IReadOnlyDictionary<string, string?>? values, string name) =>
        values is not null && values.TryGetValue(name, out var value) ? value : null;

    private readonly record struct Asker(RequestOrigin Origin, string? Name);
}

/// <summary>A parsed alert: a request, or the reason why it has none.</summary>
/// <param name="Fingerprint">Alertmanager's fingerprint, empty if it sent none.</param>
/// <param name="Uuid">The uuid label as received.</param>
public sealed record ReadAlert(string Fingerprint, string? Uuid)
{
    /// <summary>How it was received.</summary>
    public RequestOrigin Origin { get; init; }

    /// <summary>Name of the sender, for the audit trail.</summary>
    public string? AskedBy { get; init; }

    /// <summary>The request; null without one.</summary>
    public BalloonRequest? Request { get; init; }

    /// <summary>Data of a heartbeat; null for other alerts, and for a heartbeat without data.</summary>
    public Heartbeat? Beat { get; init; }

    /// <summary>Why there is no request; null when there is one.</summary>
    public DecisionReason? Refusal { get; init; }

    /// <summary>The decision that follows from <see cref="Refusal"/> alone.</summary>
    public Decision? DecisionWithoutLook => Refusal is not { } reason
        ? null
        : Decision.Refuse(reason) with
        {
            Verdict = reason is DecisionReason.Heartbeat or DecisionReason.ForeignAlert or DecisionReason.Resolved or DecisionReason.Suppressed ? Verdict.Ignored : Verdict.Refused,
        };

    /// <summary>The same alert without its request.</summary>
    public ReadAlert Refused(DecisionReason reason) => this with { Request = null, Refusal = reason };
}

/// <summary>Data of a heartbeat about its plan.</summary>
/// <param name="EvaluatedAt">The time of its data.</param>
/// <param name="Lifetime">Lifetime after that; null when it is not given.</param>
public readonly record struct Heartbeat(Moment EvaluatedAt, TimeSpan? Lifetime);
