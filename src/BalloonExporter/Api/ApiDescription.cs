using Microsoft.AspNetCore.Http.HttpResults;

namespace BalloonExporter.Api;

/// <summary>What the pages below <c>/api/</c> take and give, as <c>tests/renew-docs.sh</c> makes it of the endpoints.</summary>
internal static class ApiDescription
{
    public const string Path = "/api/v1/openapi.json";

    private const string Resource = "openapi.json";

    private static readonly Lazy<string> Text = new(Read);

    /// <summary>This description</summary>
    /// <response code="200">OpenAPI 3.1.</response>
    public static ContentHttpResult Get() => TypedResults.Text(Text.Value, "application/json");

    private static string Read()
    {
        using var file = typeof(ApiDescription).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} was left out of the build");
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }
}
