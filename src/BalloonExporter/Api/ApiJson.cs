using System.Text.Json;
using System.Text.Json.Serialization;

namespace BalloonExporter.Api;

/// <summary>JSON of every answer below <c>/api/</c>, generated at build time. What is not known is left out.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ApiError))]
[JsonSerializable(typeof(DecisionList))]
[JsonSerializable(typeof(DomainList))]
[JsonSerializable(typeof(FeedbackAnswer))]
[JsonSerializable(typeof(PauseAnswer))]
[JsonSerializable(typeof(PolicyHistoryReport))]
[JsonSerializable(typeof(PolicyReport))]
[JsonSerializable(typeof(ReleaseReport))]
[JsonSerializable(typeof(RestartReport))]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(IReadOnlyList<PolicyReport>))]
[JsonSerializable(typeof(StartAnswer))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>The context with the encoder of answers.</summary>
    public static ApiJson Answers => Encoded.Context;

    /// <summary>Makes typed results write the same bytes as this context alone.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.TypeInfoResolver = Default;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Encoder = AnswerEncoder.Instance;
        options.NumberHandling = JsonNumberHandling.Strict;
    }

    // Apart, so that it is made after the context that it copies.
    private static class Encoded
    {
        public static readonly ApiJson Context = new(new JsonSerializerOptions(Default.Options) { Encoder = AnswerEncoder.Instance });
    }
}
