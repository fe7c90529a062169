using System.Text.Json.Serialization;
using BalloonExporter.Alertmanager;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Api;

/// <summary>The endpoint's answer: a verdict per alert, in the order of the alerts.</summary>
/// <param name="Accepted">Number of alerts whose target was set, or would have been.</param>
/// <param name="Results">One per alert.</param>
internal sealed record FeedbackAnswer(int Accepted, IReadOnlyList<AlertResult> Results);

/// <summary>What became of one alert. Sizes are bytes.</summary>
internal sealed record AlertResult(string Fingerprint, string? Uuid, string Verdict, string Reason, long? From, long? To)
{
    public static AlertResult Of(ReadAlert alert, Decision decision)
    {
        var told = decision.ForCallers;
        return new(alert.Fingerprint, alert.Uuid, told.Verdict.ToLabel(), told.Reason.ToLabel(), told.FromBytes, told.ToBytes);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FeedbackAnswer))]
internal sealed partial class FeedbackJson : JsonSerializerContext;
