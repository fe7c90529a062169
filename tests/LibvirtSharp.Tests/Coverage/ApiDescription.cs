using System.Xml.Linq;

namespace LibvirtSharp.Tests.Coverage;

/// <summary>libvirt's own description of its API, as its development package installs it.</summary>
internal sealed class ApiDescription
{
    internal const string InstalledPath = "/usr/share/libvirt/api/libvirt-api.xml";

    private ApiDescription(XDocument document)
    {
        Functions = document.Descendants("function")
            .Select(function => new Function((string)function.Attribute("name")!, Version.Parse((string)function.Attribute("version")!)))
            .ToList();
        Values = document.Descendants("enum")
            .Select(value => new Value(
                (string)value.Attribute("type")!,
                (string)value.Attribute("name")!,
                (string)value.Attribute("value")!,
                Version.Parse((string?)value.Attribute("version") ?? "0.0.0")))
            .ToList();
    }

    internal IReadOnlyList<Function> Functions { get; }

    internal IReadOnlyList<Value> Values { get; }

    /// <summary>The newest function tells how new the description is; it does not say so itself.</summary>
    internal Version Version => Functions.Max(function => function.Since)!;

    internal static ApiDescription Load()
    {
        Assert.True(File.Exists(InstalledPath), $"{InstalledPath} is missing, {Prerequisites.Advice}");
        var description = new ApiDescription(XDocument.Load(InstalledPath));
        Assert.True(description.Functions.Count > 400, "The description of libvirt's API has changed its form.");
        Assert.True(description.Values.Count > 400, "The description of libvirt's API has changed its form.");
        return description;
    }

    /// <summary>A number, or, for an alias, the number behind the name.</summary>
    internal int NumberOf(Value value) => int.TryParse(value.Number, System.Globalization.CultureInfo.InvariantCulture, out var number)
        ? number
        : uint.TryParse(value.Number, System.Globalization.CultureInfo.InvariantCulture, out var large)
            ? unchecked((int)large)
            : NumberOf(Values.First(candidate => candidate.Name == value.Number));

    internal sealed record Function(string Name, Version Since);

    internal sealed record Value(string Type, string Name, string Number, Version Since);
}
