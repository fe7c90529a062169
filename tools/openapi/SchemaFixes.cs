using System.Text.Json.Nodes;

namespace BalloonExporter.OpenApi;

/// <summary>A field without a value is left out, never null: the document says so by what is required.</summary>
internal static class SchemaFixes
{
    public static void Simplify(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray list:
                foreach (var item in list)
                    Simplify(item);
                break;
            case JsonObject schema:
                TakeNull(schema);
                foreach (var (_, inner) in schema.ToList())
                    Simplify(inner);
                break;
        }
    }

    private static void TakeNull(JsonObject schema)
    {
        if (schema["type"] is JsonArray types && types.Single(type => type!.GetValue<string>() != "null") is { } type)
            schema["type"] = type.GetValue<string>();
        if (schema["oneOf"] is JsonArray { Count: 2 } choice && choice.SingleOrDefault(each => each!["$ref"] is not null) is { } reference)
        {
            schema.Remove("oneOf");
            schema["$ref"] = reference["$ref"]!.GetValue<string>();
        }
    }
}
