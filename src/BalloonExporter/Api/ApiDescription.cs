using System.Text.Json.Nodes;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Api;

/// <summary><c>GET /api/v1/openapi.json</c>: what the pages below <c>/api/</c> take and give.</summary>
/// <remarks>The closed sets are put in here: a list of them in the file would be one more to keep.</remarks>
internal static class ApiDescription
{
    public const string Path = "/api/v1/openapi.json";

    private const string Resource = "openapi.json";

    private static readonly Lazy<string> Text = new(Make);

    public static Task GetAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(Text.Value, context.RequestAborted);
    }

    private static string Make()
    {
        using var file = typeof(ApiDescription).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} was left out of the build");
        var description = JsonNode.Parse(file)!;
        var schemas = description["components"]!["schemas"]!;
        schemas["Verdict"]!["enum"] = Texts(Enum.GetValues<Verdict>().Select(Labels.ToLabel));
        schemas["Reason"]!["enum"] = Texts(Enum.GetValues<DecisionReason>().Select(Labels.ToLabel));
        schemas["Origin"]!["enum"] = Texts(Enum.GetValues<RequestOrigin>().Select(Labels.ToLabel));
        return description.ToJsonString();
    }

    // The constructor, since adding a value of any type is nothing for Native AOT.
    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)JsonValue.Create(text))]);
}
