using System.Text.Json;
using System.Text.Json.Serialization;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Api;

/// <summary>Parameters of a release.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ReleaseQuestion
{
    /// <summary>Why, for the pause and the log.</summary>
    /// <example>ballooning is given up</example>
    public string? Reason { get; init; }

    /// <summary>What a body says, or what is wrong with it: one of the two. A body without a byte says nothing.</summary>
    public static (ReleaseQuestion? Message, Refusal? Refusal) Parse(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
            return (new ReleaseQuestion(), null);
        try
        {
            return JsonSerializer.Deserialize(body.Span, ReleaseQuestionJson.Default.ReleaseQuestion) is { } question
                ? (question, null)
                : (null, Unclear("an object is needed"));
        }
        catch (JsonException exception)
        {
            return (null, Unclear(JsonFault.Of(exception)));
        }
    }

    private static Refusal Unclear(string problem) => Refusal.BadRequest($"the body is not as it should be: {problem}");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 4, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(ReleaseQuestion))]
internal sealed partial class ReleaseQuestionJson : JsonSerializerContext;
