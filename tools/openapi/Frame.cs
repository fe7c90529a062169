using System.Text.Json.Nodes;

namespace BalloonExporter.OpenApi;

/// <summary>What belongs to no endpoint: the document's own text, kinds of keys, the error.</summary>
internal static class Frame
{
    private static readonly string[] Keys = ["token", "user", "certificate", "peer"];

    public static JsonObject Info() => new()
    {
        ["title"] = "BalloonExporter",
        ["version"] = "1",
        ["description"] = "What the exporter knows of this host's domains, what it decided, and how it is told. Sizes are bytes. A field whose value is not known is left out. "
            + "Every page below /api/ needs a key that has its scope (the scopes of each page are given by name), of the kinds token, user or certificate; at the UNIX socket of "
            + "--api.socket the caller's user is the key. Domains that the operator left out are treated as if they were not there.",
    };

    public static JsonArray Security(string scope) => new([.. Keys.Select(key => (JsonNode)new JsonObject { [key] = new JsonArray(scope) })]);

    public static JsonObject Error() => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("error"),
        ["properties"] = new JsonObject
        {
            ["error"] = new JsonObject { ["type"] = "string", ["description"] = "What is wrong." },
            ["reason"] = new JsonObject { ["$ref"] = "#/components/schemas/RestartRefusal", ["description"] = "Why a restart was refused; absent in other answers." },
            ["missingBytes"] = new JsonObject { ["type"] = "integer", ["format"] = "int64", ["description"] = "Memory that the host lacks for a restart; absent in other answers." },
        },
    };

    public static JsonObject SecuritySchemes() => new()
    {
        ["token"] = new JsonObject
        {
            ["type"] = "http",
            ["scheme"] = "bearer",
            ["description"] = "An entry of --api.keys with a token file.",
        },
        ["user"] = new JsonObject
        {
            ["type"] = "http",
            ["scheme"] = "basic",
            ["description"] = "A user of --web.config.file with an entry in --api.keys.",
        },
        ["certificate"] = new JsonObject
        {
            ["type"] = "mutualTLS",
            ["description"] = "A name in a verified client certificate with an entry in --api.keys.",
        },
        ["peer"] = new JsonObject
        {
            ["type"] = "apiKey",
            ["in"] = "header",
            ["name"] = "(none)",
            ["description"] = "At the UNIX socket of --api.socket only: root, the exporter's own user, and users and groups with an entry in --api.keys. Nothing is sent: the kernel tells who calls.",
        },
    };
}
