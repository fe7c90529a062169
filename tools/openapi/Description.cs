using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using BalloonExporter.Api;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace BalloonExporter.OpenApi;

/// <summary>What a document made of types lacks: texts, refusals, keys, closed sets.</summary>
internal sealed class Description(JsonObject document, Texts texts, SchemaNames names)
{
    private const string Changes = ", or the request comes out of a web page";
    private const string Busy = "too much is asked for at once: send it again.";

    private JsonObject Schemas => document["components"]!["schemas"]!.AsObject();

    public void Complete(IEnumerable<RouteEndpoint> endpoints)
    {
        document["info"] = Frame.Info();
        document.Remove("servers");
        document.Remove("tags");
        foreach (var endpoint in endpoints)
        {
            foreach (var method in endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods)
                CompleteOperation(document["paths"]![endpoint.RoutePattern.RawText!]![method.ToLowerInvariant()]!.AsObject(), endpoint, method);
        }

        document["components"]!["securitySchemes"] = Frame.SecuritySchemes();
        SchemaFixes.Simplify(document);
        foreach (var (name, schema) in Schemas.ToList())
        {
            if (names.Types.TryGetValue(name, out var type))
                CompleteSchema(schema!.AsObject(), type);
        }

        Schemas["Error"] = Frame.Error();
        foreach (var (name, labels) in ClosedSets.All)
            Schemas[name] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. labels.Select(label => (JsonNode)label)]) };
    }

    private void CompleteOperation(JsonObject operation, RouteEndpoint endpoint, string method)
    {
        var handler = endpoint.Metadata.GetRequiredMetadata<MethodInfo>();
        var scope = endpoint.Metadata.GetRequiredMetadata<Guarded>().Scope;
        operation.Remove("tags");
        Say(operation, "summary", texts.Of(handler, "summary"));
        Say(operation, "description", texts.Of(handler, "remarks"));
        operation["security"] = Frame.Security(Options.Keys.Scopes.ToLabel(scope));
        foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
            CompleteParameter(parameter!.AsObject(), handler);
        var responses = operation["responses"]!.AsObject();
        foreach (var (status, text) in texts.Responses(handler))
            Response(responses, status, text, handler);
        Refusal(responses, "401", $"No key. It says which kinds of key have the scope {Options.Keys.Scopes.ToLabel(scope)}.", handler);
        Refusal(responses, "403", $"The key does not have the scope {Options.Keys.Scopes.ToLabel(scope)}{(method == "GET" ? "" : Changes)}.", handler);
        if (scope != Options.Keys.Scope.Feedback)
            Refusal(responses, "503", char.ToUpperInvariant(Busy[0]) + Busy[1..], handler);
        operation["responses"] = new JsonObject(responses.OrderBy(response => response.Key, StringComparer.Ordinal).Select(response => KeyValuePair.Create(response.Key, response.Value?.DeepClone())));
    }

    // What the endpoint says of the same status comes first.
    private static void Refusal(JsonObject responses, string status, string text, MethodInfo handler) =>
        Response(responses, status, responses[status]?["description"]?.GetValue<string>() is { } said ? $"{said} {text}" : text, handler);

    private static void Response(JsonObject responses, string status, string text, MethodInfo handler)
    {
        var response = responses[status] as JsonObject ?? [];
        response["description"] = text;
        response["content"] ??= new JsonObject { ["application/json"] = new JsonObject { ["schema"] = SchemaOf(status, handler) } };
        responses[status] = response;
    }

    private static JsonObject SchemaOf(string status, MethodInfo handler)
    {
        if (status == "200")
            return new JsonObject { ["type"] = "object" };
        var results = handler.ReturnType.GetGenericArguments().SelectMany(type => type.GetGenericArguments());
        var answers = status == "503" && results.Any(type => type == typeof(JsonHttpResult<FeedbackAnswer>));
        return answers ? new JsonObject { ["anyOf"] = new JsonArray(Reference(nameof(FeedbackAnswer)), Reference("Error")) } : Reference("Error");
    }

    private void CompleteParameter(JsonObject parameter, MethodInfo handler)
    {
        var name = parameter["name"]!.GetValue<string>();
        Say(parameter, "description", texts.OfParameter(handler, name));
        parameter["schema"] = ParameterSchema.Of(handler.GetParameters().Single(each => each.Name == name));
        if (parameter["in"]!.GetValue<string>() == "query")
            parameter["required"] = false;
    }

    private void CompleteSchema(JsonObject schema, Type type)
    {
        Say(schema, "description", texts.Of(type));
        foreach (var property in type.GetProperties())
        {
            if (schema["properties"]?[JsonNamingPolicy.CamelCase.ConvertName(property.Name)] is not JsonObject described)
                continue;
            if (property.GetCustomAttribute<ClosedSetAttribute>() is { } set)
            {
                var reference = Reference(ClosedSets.NameOf(set.Values));
                var list = property.PropertyType != typeof(string);
                described = list ? new JsonObject { ["type"] = "array", ["items"] = reference } : reference;
                schema["properties"]![JsonNamingPolicy.CamelCase.ConvertName(property.Name)] = described;
            }

            ParameterSchema.Restrict(described, property);
            Say(described, "description", texts.Of(property, "summary"));
            if (texts.Of(property, "example") is { } example)
                described["example"] = example;
        }
    }

    private static JsonObject Reference(string name) => new() { ["$ref"] = "#/components/schemas/" + name };

    private static void Say(JsonObject node, string key, string? text)
    {
        if (text is not null)
            node[key] = text;
    }
}
