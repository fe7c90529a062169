using System.Text.Json;
using BalloonExporter.Api;
using BalloonExporter.Core.Model;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Fuzz.Targets;

/// <summary>Bodies of the API's smaller pages.</summary>
internal static class BodyTargets
{
    public static Target Policy { get; } = new("policy-body", bytes => _ = PolicyBody.Parse(bytes));

    public static Target Pause { get; } = new("pause-body", bytes =>
    {
        try
        {
            if (JsonSerializer.Deserialize(bytes, PauseJson.Default.PauseQuestion)?.For is { } length)
                _ = new Moment(DateTimeOffset.UnixEpoch.UtcTicks) + (Duration.TryParse(length) ?? TimeSpan.Zero);
        }
        catch (JsonException)
        {
            // Answered with 400.
        }
    });
}
