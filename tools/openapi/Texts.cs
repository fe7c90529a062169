using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using BalloonExporter.Api;

namespace BalloonExporter.OpenApi;

/// <summary>The texts of the exporter's documentation comments.</summary>
internal sealed partial class Texts(XDocument comments)
{
    /// <summary>Those that the compiler wrote beside the exporter.</summary>
    public static Texts OfExporter() => new(XDocument.Load(Path.ChangeExtension(typeof(ApiDescription).Assembly.Location, ".xml")));

    /// <summary>One element of the comment of a handler, <c>summary</c> or <c>remarks</c>; null when it has none.</summary>
    public string? Of(MethodInfo handler, string element) => Text(Comment(handler)?.Element(element));

    public string? OfParameter(MethodInfo handler, string name) =>
        Text(Comment(handler)?.Elements("param").SingleOrDefault(parameter => parameter.Attribute("name")!.Value == name));

    /// <summary>Statuses with what they mean.</summary>
    public IEnumerable<(string Status, string Text)> Responses(MethodInfo handler) =>
        Comment(handler)?.Elements("response").Select(response => (response.Attribute("code")!.Value, Text(response)!)) ?? [];

    public string? Of(PropertyInfo property, string element) => Text(Comment($"P:{property.DeclaringType!.FullName}.{property.Name}")?.Element(element));

    public string? Of(Type type) => Text(Comment($"T:{type.FullName}")?.Element("summary"));

    // A handler has no overloads: its parameters need not be spelt as the compiler does.
    private XElement? Comment(MethodInfo handler)
    {
        var name = $"M:{handler.DeclaringType!.FullName}.{handler.Name}";
        return Comments().SingleOrDefault(member => member.Attribute("name")!.Value.Split('(')[0] == name);
    }

    private XElement? Comment(string name) => Comments().SingleOrDefault(member => member.Attribute("name")!.Value == name);

    private IEnumerable<XElement> Comments() => comments.Root!.Element("members")!.Elements("member");

    private static string? Text(XElement? element) => element is null ? null : Space().Replace(element.Value, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
