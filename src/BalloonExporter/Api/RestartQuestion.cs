using System.Text.Json;
using System.Text.Json.Serialization;
using BalloonExporter.Core.Restarts;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Api;

/// <summary>Body of a request for a restart.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RestartQuestion
{
    private const string Graceful = "graceful";
    private const string Force = "force";

    /// <summary>graceful (default), or force: like pulling the plug, for a guest that did not shut down within its deadline.</summary>
    /// <example>graceful</example>
    public string? Mode { get; init; }

    /// <summary>How long the guest has to shut down: 90s by default, at least 1s, at most 1h.</summary>
    /// <example>90s</example>
    public string? Timeout { get; init; }

    /// <summary>Has to be true with force: data that is not stored is lost.</summary>
    public bool? Confirm { get; init; }

    /// <summary>Whether force is asked for.</summary>
    [JsonIgnore]
    public bool IsForced => Mode == Force;

    /// <summary>The timeout.</summary>
    [JsonIgnore]
    public TimeSpan Deadline => Timeout is { } text ? Duration.TryParse(text)!.Value : RestartLimits.DefaultDeadline;

    /// <summary>Asks for force.</summary>
    public static RestartQuestion Forced(bool isConfirmed) => new() { Mode = Force, Confirm = isConfirmed };

    /// <summary>What a body says, or what is wrong with it: one of the two. A body without a byte says nothing.</summary>
    public static (RestartQuestion? Message, Refusal? Refusal) Parse(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
            return (new RestartQuestion(), null);
        try
        {
            return JsonSerializer.Deserialize(body.Span, RestartQuestionJson.Default.RestartQuestion) is { } question
                ? Check(question)
                : (null, Unclear("an object is needed"));
        }
        catch (JsonException exception)
        {
            return (null, Unclear(JsonFault.Of(exception)));
        }
    }

    /// <summary>A question that was read elsewhere, or what is wrong with it: one of the two.</summary>
    public static (RestartQuestion? Message, Refusal? Refusal) Check(RestartQuestion question)
    {
        if (question.Mode is not (null or Graceful or Force))
            return (null, Unclear($"mode is neither {Graceful} nor {Force}"));
        return question.Timeout is { } text && !(Duration.TryParse(text) is { } deadline && deadline >= RestartLimits.ShortestDeadline && deadline <= RestartLimits.LongestDeadline)
            ? (null, Unclear("timeout must be a duration from 1s to 1h"))
            : (question, null);
    }

    private static Refusal Unclear(string problem) => Refusal.BadRequest($"the body is not as it should be: {problem}");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 4, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(RestartQuestion))]
internal sealed partial class RestartQuestionJson : JsonSerializerContext;
