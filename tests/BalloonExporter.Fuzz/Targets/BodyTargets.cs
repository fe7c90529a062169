using BalloonExporter.Api;
using BalloonExporter.Core.Model;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Fuzz.Targets;

/// <summary>Bodies of the API's smaller pages.</summary>
internal static class BodyTargets
{
    public static Target Policy { get; } = new("policy-body", bytes => _ = PolicyBody.Parse(bytes).Message?.ToSpec());

    public static Target Pause { get; } = new("pause-body", bytes =>
    {
        if (PauseQuestion.Parse(bytes).Message?.For is { } length)
            _ = new Moment(DateTimeOffset.UnixEpoch.UtcTicks) + (Duration.TryParse(length) ?? TimeSpan.Zero);
    });
}
