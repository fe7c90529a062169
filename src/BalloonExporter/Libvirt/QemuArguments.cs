using System.Text.Json;
using System.Xml.Linq;

namespace BalloonExporter.Libvirt;

/// <summary>
/// Custom QEMU settings in a domain's XML: the arguments of <c>qemu:commandline</c> and the properties of <c>qemu:override</c>.
/// </summary>
internal static class QemuArguments
{
    private static readonly XNamespace Qemu = "http://libvirt.org/schemas/domain/qemu/1.0";

    /// <summary>All settings as options with values; a value without an option has an empty option, and an option without a value an empty value.</summary>
    public static IEnumerable<QemuArgument> Of(XElement domain)
    {
        string? option = null;
        foreach (var argument in domain.Elements(Qemu + "commandline").Elements(Qemu + "arg"))
        {
            var text = argument.Attribute("value")?.Value.Trim() ?? "";
            if (!text.StartsWith('-'))
            {
                yield return new QemuArgument(option ?? "", text);
                option = null;
                continue;
            }

            if (option is not null)
                yield return new QemuArgument(option, "");
            var name = text.TrimStart('-');
            var end = name.IndexOfAny([' ', '=']);
            option = end < 0 ? name : null;
            if (end >= 0)
                yield return new QemuArgument(name[..end], name[(end + 1)..].Trim());
        }

        if (option is not null)
            yield return new QemuArgument(option, "");
        var overridden = domain.Elements(Qemu + "override").Elements(Qemu + "device").Elements(Qemu + "frontend").Elements(Qemu + "property");
        foreach (var property in overridden.Where(property => property.Attribute("type")?.Value != "remove"))
            yield return new QemuArgument("override", $"{property.Attribute("name")?.Value}={property.Attribute("value")?.Value}");
    }
}

/// <summary>One option with its value.</summary>
/// <param name="Option">Without dashes.</param>
/// <param name="Value">As written: keys and values separated by commas, or JSON.</param>
internal readonly record struct QemuArgument(string Option, string Value)
{
    /// <summary>Key of a value that could not be parsed.</summary>
    public const string Unreadable = "\0";

    /// <summary>
    /// The option itself, and all keys in its value; of a key with dots its last part. The first part without a key, such as a device's
    /// driver, has an empty key.
    /// </summary>
    public IEnumerable<(string Key, string Value)> Properties()
    {
        yield return (Option, Value);
        List<(string Key, string Value)> properties = Value.StartsWith('{') ? OfJson() : [.. OfList()];
        // "-global driver=D,property=P,value=V" is the long form of "-global D.P=V".
        if (Option == "global" && Of("property") is { } name)
            properties = [(LastPart(name), Of("value") ?? "")];
        foreach (var property in properties)
            yield return property;

        string? Of(string key) => properties.Where(property => property.Key == key).Select(property => property.Value).LastOrDefault();
    }

    private IEnumerable<(string Key, string Value)> OfList()
    {
        // A comma within a value is doubled.
        var first = true;
        foreach (var item in Value.Replace(",,", "\0", StringComparison.Ordinal).Split(','))
        {
            var text = item.Replace('\0', ',').Trim();
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals >= 0)
                yield return (LastPart(text[..equals]), text[(equals + 1)..]);
            else if (first)
                yield return ("", text);
            // A key without a value enables something.
            if (equals < 0 && text.Length > 0)
                yield return (LastPart(text), "on");
            first = false;
        }
    }

    // An unreadable value is reported as such: in doubt the worst is assumed.
    private List<(string Key, string Value)> OfJson() => PropertiesOf(QemuJson.ToStandard(Value)) ?? [(Unreadable, "")];

    private static List<(string Key, string Value)>? PropertiesOf(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var properties = new List<(string, string)>();
            Collect(json.RootElement, "", properties);
            return properties;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Collect(JsonElement element, string key, List<(string Key, string Value)> properties)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                    Collect(property.Value, LastPart(property.Name), properties);
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    Collect(item, key, properties);
                break;
            case JsonValueKind.String:
                properties.Add((key, element.GetString() ?? ""));
                break;
            default:
                properties.Add((key, element.GetRawText()));
                break;
        }
    }

    private static string LastPart(string key) => key[(key.LastIndexOf('.') + 1)..];
}
