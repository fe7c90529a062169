using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Api;

/// <summary>
/// Body of a request that stores or changes a policy: <c>{"enabled": false, "floor": "1GiB", "ceiling": "75%", "shares": 500, "swap": "1GiB"}</c>. Null is
/// the same as not set; which settings are named matters to a change.
/// </summary>
// An unknown key is an error: ignoring it could leave a domain managed whose customer opted out.
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record PolicyBody
{
    /// <summary>Whether the balloon may be moved.</summary>
    public bool? Enabled { get; init; }

    /// <summary>A size or a share of the maximum.</summary>
    /// <example>25%</example>
    public string? Floor { get; init; }

    /// <summary>A size or a share of the maximum.</summary>
    /// <example>4GiB</example>
    public string? Ceiling { get; init; }

    /// <summary>Weight; 1000 is usual.</summary>
    public int? Shares { get; init; }

    /// <summary>What the guest has as swap of its own: a size or a share of the maximum, 0 for none.</summary>
    /// <example>1GiB</example>
    public string? Swap { get; init; }

    /// <summary>The settings that the body names, those with null too.</summary>
    [JsonIgnore]
    public PolicySettings Named { get; private init; }

    /// <summary>What a body says, or what is wrong with it: one of the two.</summary>
    public static (PolicyBody? Message, Refusal? Refusal) Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, PolicyBodyJson.Default.PolicyBody) is { } message
                ? (message with { Named = NamedIn(body) }, null)
                : (null, NoPolicy("an object is needed"));
        }
        catch (JsonException exception)
        {
            return (null, NoPolicy(JsonFault.Of(exception)));
        }
    }

    public static Refusal NoPolicy(string problem) => Refusal.BadRequest($"not a policy: {problem}");

    private static PolicySettings NamedIn(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.EnumerateObject().Aggregate(PolicySettings.None, (named, property) => named | property.Name switch
        {
            "enabled" => PolicySettings.Enabled,
            "floor" => PolicySettings.Floor,
            "ceiling" => PolicySettings.Ceiling,
            "swap" => PolicySettings.Swap,
            _ => PolicySettings.Shares,
        });
    }

    /// <summary>The policy, with its problem where it makes no sense.</summary>
    public PolicySpec ToSpec() => PolicyElement.Read(
        Enabled is null ? null : Enabled.Value ? "yes" : "no", Floor, Ceiling, Shares?.ToString(CultureInfo.InvariantCulture), Swap);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 4, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(PolicyBody))]
internal sealed partial class PolicyBodyJson : JsonSerializerContext;
