using System.Text.Json;
using System.Text.Json.Serialization;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Api;

/// <summary>Parameters of a pause.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record PauseQuestion
{
    /// <summary>Why, for the log.</summary>
    public string? Reason { get; init; }

    /// <summary>How long.</summary>
    /// <example>2h</example>
    public string? For { get; init; }

    /// <summary>What a body says, or what is wrong with it: one of the two. A body without a byte says nothing.</summary>
    public static (PauseQuestion? Message, Refusal? Refusal) Parse(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
            return (new PauseQuestion(), null);
        try
        {
            return JsonSerializer.Deserialize(body.Span, PauseQuestionJson.Default.PauseQuestion) is { } question
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

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 4)]
[JsonSerializable(typeof(PauseQuestion))]
internal sealed partial class PauseQuestionJson : JsonSerializerContext;
