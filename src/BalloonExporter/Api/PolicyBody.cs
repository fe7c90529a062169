using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Api;

/// <summary>The body of a request that stores a policy: <c>{"enabled": false, "floor": "1GiB", "ceiling": "75%", "shares": 500}</c>. What is left out is not said.</summary>
internal sealed record PolicyBody(bool? Enabled, string? Floor, string? Ceiling, int? Shares)
{
    /// <summary>The wish that a body says; malformed when it says none.</summary>
    public static PolicySpec Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, PolicyBodyJson.Default.PolicyBody)?.ToSpec() ?? PolicySpec.Malformed("null");
        }
        catch (JsonException exception)
        {
            return PolicySpec.Malformed(exception.Message);
        }
    }

    private PolicySpec ToSpec() => PolicyElement.Read(
        Enabled is null ? null : Enabled.Value ? "yes" : "no", Floor, Ceiling, Shares?.ToString(CultureInfo.InvariantCulture));
}

// A key that is not known is a slip of the pen; to overlook it could leave a server managed whose customer opted out.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 4, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(PolicyBody))]
internal sealed partial class PolicyBodyJson : JsonSerializerContext;
