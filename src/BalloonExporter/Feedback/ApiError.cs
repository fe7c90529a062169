using System.Text.Json.Serialization;

namespace BalloonExporter.Feedback;

/// <summary>The answer of every page below <c>/api/</c> to a request that cannot be served.</summary>
/// <param name="Error">What is wrong, for a person.</param>
internal sealed record ApiError(string Error)
{
    public static Task WriteAsync(HttpContext context, int status, string error)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new ApiError(error), ApiErrorJson.Default.ApiError);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ApiError))]
internal sealed partial class ApiErrorJson : JsonSerializerContext;
