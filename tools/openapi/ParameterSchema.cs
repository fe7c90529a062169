using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using BalloonExporter.Api;

namespace BalloonExporter.OpenApi;

/// <summary>What a parameter may be. Handlers take texts, and say by attributes what is in them.</summary>
internal static class ParameterSchema
{
    public static JsonObject Of(ParameterInfo parameter)
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (parameter.GetCustomAttribute<ClosedSetAttribute>() is { } set)
        {
            var values = new JsonObject { ["$ref"] = "#/components/schemas/" + ClosedSets.NameOf(set.Values) };
            return new JsonObject { ["type"] = "array", ["items"] = values };
        }

        if (parameter.GetCustomAttribute<RangeAttribute>() is { } range)
        {
            schema["type"] = "integer";
            schema["minimum"] = Convert.ToInt32(range.Minimum, CultureInfo.InvariantCulture);
            schema["maximum"] = Convert.ToInt32(range.Maximum, CultureInfo.InvariantCulture);
        }

        if (parameter.GetCustomAttribute<DataTypeAttribute>()?.CustomDataType is { } format)
            schema["format"] = format;
        return schema;
    }

    /// <summary>The values that a property may have, where they are few.</summary>
    public static void Restrict(JsonObject schema, PropertyInfo property)
    {
        if (property.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed)
            schema["enum"] = new JsonArray([.. allowed.Values.Select(value => (JsonNode)value!.ToString()!)]);
    }
}
