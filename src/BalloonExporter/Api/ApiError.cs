using System.Text.Json.Serialization;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Api;

/// <summary>The answer of every page below <c>/api/</c> to a request that cannot be served.</summary>
/// <param name="Error">What is wrong, for a person.</param>
internal sealed record ApiError(string Error)
{
    /// <summary>What kind of fault it is, of a closed set; null where the status says enough. For the log, which tells of each kind once a minute.</summary>
    [JsonIgnore]
    public string? Kind { get; private init; }

    /// <summary>Writes the answer. It stays with the request as a feature, for the line in the log.</summary>
    public static Task WriteAsync(HttpContext context, int status, string error, string? kind = null)
    {
        // It may quote the request.
        var answer = new ApiError(TextBounds.Cut(error, TextBounds.Error)) { Kind = kind };
        context.Features.Set(answer);
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(answer, ApiErrorJson.Default.ApiError);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ApiError))]
internal sealed partial class ApiErrorJson : JsonSerializerContext;
