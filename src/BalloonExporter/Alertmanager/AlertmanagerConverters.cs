using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Alertmanager;

/// <summary>The message has more alerts than the limit; none is used.</summary>
public sealed class TooManyAlertsException() : JsonException(
    string.Create(CultureInfo.InvariantCulture, $"more than {AlertmanagerMessage.MaximumAlerts} alerts"));

/// <summary>Reads a list of alerts and stops where it becomes longer than <see cref="AlertmanagerMessage.MaximumAlerts"/>.</summary>
/// <remarks>An alert takes three bytes to send and a hundred times that in memory.</remarks>
public abstract class AlertListConverter<T> : JsonConverter<IReadOnlyList<T?>>
    where T : class
{
    /// <inheritdoc/>
    public override IReadOnlyList<T?> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("expected a list of alerts");
        var alerts = new List<T?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (alerts.Count == AlertmanagerMessage.MaximumAlerts)
                throw new TooManyAlertsException();
            alerts.Add(ReadOne(ref reader));
        }

        return alerts;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T?> value, JsonSerializerOptions options) =>
        throw new NotSupportedException("alerts are not written");

    /// <summary>Reads the alert at the reader's position.</summary>
    protected abstract T? ReadOne(ref Utf8JsonReader reader);
}

/// <summary>The alerts of a message.</summary>
public sealed class MessageAlertsConverter : AlertListConverter<AlertmanagerAlert>
{
    /// <inheritdoc/>
    protected override AlertmanagerAlert? ReadOne(ref Utf8JsonReader reader) =>
        JsonSerializer.Deserialize(ref reader, AlertmanagerJson.Default.AlertmanagerAlert);
}

/// <summary>The alerts that Alertmanager's API lists.</summary>
public sealed class PolledAlertsConverter : AlertListConverter<PolledAlert>
{
    /// <inheritdoc/>
    protected override PolledAlert? ReadOne(ref Utf8JsonReader reader) => JsonSerializer.Deserialize(ref reader, PolledAlertJson.Default.PolledAlert);
}

/// <summary>Reads labels or annotations: keeps the start of known ones and skips the others.</summary>
public sealed class KnownTextsConverter : JsonConverter<IReadOnlyDictionary<string, string?>>
{
    private static readonly FrozenSet<string> Known =
        [AlertReader.NameLabel, AlertReader.UuidLabel, AlertReader.TargetAnnotation, AlertReader.EvaluatedAtAnnotation, AlertReader.LifetimeAnnotation];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string?> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("expected an object of strings");
        var texts = new Dictionary<string, string?>(Known.Count);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string? known = null;
            foreach (var name in Known)
            {
                if (reader.ValueTextEquals(name))
                    known = name;
            }

            reader.Read();
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
                throw new JsonException("expected a string");
            if (known is not null)
                texts[known] = BoundedText.Read(ref reader, known == AlertReader.UuidLabel ? TextBounds.Uuid : TextBounds.Text);
        }

        return texts;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, string?> value, JsonSerializerOptions options) =>
        throw new NotSupportedException("alerts are not written");
}

/// <summary>Reads the start of a text that is kept.</summary>
public sealed class FingerprintConverter : JsonConverter<string>
{
    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        BoundedText.Read(ref reader, TextBounds.Fingerprint);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>Reads the start of a text that is compared or quoted.</summary>
public sealed class TextConverter : JsonConverter<string>
{
    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        BoundedText.Read(ref reader, TextBounds.Text);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>Whether a field is present, with any value.</summary>
public sealed class PresenceConverter : JsonConverter<bool>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        reader.Skip();
        return true;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);
}
