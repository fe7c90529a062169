using System.Text.Encodings.Web;
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
[JsonSerializable(typeof(IReadOnlyList<PolicyReport>))]
[JsonSerializable(typeof(StartAnswer))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>Makes typed results write the same bytes as this context alone.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.TypeInfoResolver = Default;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        // ASP.NET's default leaves < and > as they are, which a browser that guesses the type could take for HTML.
        options.Encoder = JavaScriptEncoder.Default;
        options.NumberHandling = JsonNumberHandling.Strict;
    }
}
