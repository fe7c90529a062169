using System.Text.Json.Serialization;
using BalloonExporter.Domains;

namespace BalloonExporter.Feedback;

/// <summary>The answer of every page below <c>/api/</c> to a request that cannot be served.</summary>
/// <param name="Error">What is wrong, for a person.</param>
internal sealed record ApiError(string Error)
{
    /// <summary>Writes the answer. It stays with the request as a feature, for the line in the log.</summary>
    public static Task WriteAsync(HttpContext context, int status, string error)
    {
        // It may quote the request.
        var answer = new ApiError(TextBounds.Cut(error, TextBounds.Error));
        context.Features.Set(answer);
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(answer, ApiErrorJson.Default.ApiError);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ApiError))]
internal sealed partial class ApiErrorJson : JsonSerializerContext;
