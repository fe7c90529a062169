using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using BalloonExporter.Alertmanager;

namespace BalloonExporter.OpenApi;

/// <summary>Types as JSON has them, without the converters that only bound what is read.</summary>
internal static class PlainTypes
{
    public static void Configure(JsonSerializerOptions options)
    {
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Plain } };
        options.RespectRequiredConstructorParameters = true;
    }

    private static void Plain(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.ToList())
        {
            // A field that only tells another sender apart is no part of the message.
            if (Attribute<JsonConverterAttribute>(property)?.ConverterType == typeof(PresenceConverter) || property.Get is null || property.AttributeProvider is PropertyInfo { SetMethod: null })
                type.Properties.Remove(property);
            property.CustomConverter = null;
            property.IsRequired |= Attribute<RequiredAttribute>(property) is not null;
        }
    }

    private static T? Attribute<T>(JsonPropertyInfo property)
        where T : Attribute => (property.AttributeProvider as PropertyInfo)?.GetCustomAttribute<T>();
}
