using System.Globalization;
using System.Xml.Linq;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Policy;

/// <summary>The policy element in a domain's metadata: <c>&lt;policy enabled="no" floor="1GiB"/&gt;</c> in its own namespace. Pure.</summary>
public static class PolicyElement
{
    /// <summary>The element's namespace.</summary>
    public const string Namespace = "urn:balloon-exporter:policy:1";

    /// <summary>The namespace prefix that libvirt stores.</summary>
    public const string Prefix = "balloon";

    private const string Name = "policy";
    private const string Enabled = "enabled";
    private const string Floor = "floor";
    private const string Ceiling = "ceiling";
    private const string Shares = "shares";
    private const string Swap = "swap";

    /// <summary>Finds and reads the element. Null when there is none; never throws because of its content.</summary>
    /// <param name="metadata">The domain's metadata; null when it has none.</param>
    public static PolicySpec? Find(XElement? metadata)
    {
        var elements = metadata?.Elements().Where(element => element.Name.NamespaceName == Namespace).ToList() ?? [];
        return elements.Count switch
        {
            0 => null,
            1 => Read(elements[0]),
            _ => PolicySpec.Malformed("more than one policy element"),
        };
    }

    /// <summary>
    /// Reads the element. Strict: an unknown attribute makes the whole element malformed, so that a typing error is neither ignored nor
    /// taken as a setting.
    /// </summary>
    public static PolicySpec Read(XElement element)
    {
        if (element.Name != XName.Get(Name, Namespace))
            return PolicySpec.Malformed($"unknown element {Shortened(element.Name.LocalName)}, expected {Name}");
        if (element.HasElements || !string.IsNullOrWhiteSpace(element.Value))
            return PolicySpec.Malformed("the element has content, expected attributes only");
        var texts = new Dictionary<string, string>();
        foreach (var attribute in element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration))
        {
            if (attribute.Name.Namespace != XNamespace.None || attribute.Name.LocalName is not (Enabled or Floor or Ceiling or Shares or Swap))
                return PolicySpec.Malformed($"unknown attribute {Shortened(attribute.Name.LocalName)}");
            texts[attribute.Name.LocalName] = attribute.Value;
        }

        return Read(
            texts.GetValueOrDefault(Enabled), texts.GetValueOrDefault(Floor), texts.GetValueOrDefault(Ceiling), texts.GetValueOrDefault(Shares), texts.GetValueOrDefault(Swap));
    }

    /// <summary>Reads a policy from the texts of its settings; null: not set. The first invalid setting makes the policy malformed.</summary>
    public static PolicySpec Read(string? enabled, string? floor, string? ceiling, string? shares, string? swap = null)
    {
        var least = floor is null ? null : Amount.TryParse(floor);
        var most = ceiling is null ? null : Amount.TryParse(ceiling);
        if (enabled is not (null or "yes" or "no"))
            return PolicySpec.Malformed($"{Enabled} is neither yes nor no: {Shortened(enabled)}");
        if (floor is not null && least is null)
            return PolicySpec.Malformed($"{Floor} is neither a size such as 1GiB nor a share such as 25%: {Shortened(floor)}");
        if (ceiling is not null && most is not ({ Kib: > 0 } or { Share: > 0 }))
            return PolicySpec.Malformed($"{Ceiling} is neither a size such as 4GiB nor a share such as 75%: {Shortened(ceiling)}");
        if (least?.Kib > most?.Kib || least?.Share > most?.Share)
            return PolicySpec.Malformed($"{Floor} is above {Ceiling}: {least} and {most}");
        if (!TryReadShares(shares, out var weight))
            return PolicySpec.Malformed($"{Shares} is not a number from 1 to {PolicySpec.MaximumShares}: {Shortened(shares!)}");
        var own = swap is null ? null : Amount.TryParseOrNone(swap);
        return swap is null || own is not null
            ? new PolicySpec { Enabled = enabled is null ? null : enabled == "yes", Floor = least, Ceiling = most, Shares = weight, Swap = own }
            : PolicySpec.Malformed($"{Swap} is neither a size such as 1GiB or 0 nor a share such as 25%: {Shortened(swap)}");
    }

    /// <summary>The element of a well-formed policy, without its namespace, which libvirt adds. Null when the policy is empty.</summary>
    public static XElement? Write(PolicySpec spec)
    {
        if (spec == new PolicySpec())
            return null;
        var element = new XElement(Name);
        if (spec.Enabled is { } enabled)
            element.SetAttributeValue(Enabled, enabled ? "yes" : "no");
        if (spec.Floor is { } floor)
            element.SetAttributeValue(Floor, floor.ToString());
        if (spec.Ceiling is { } ceiling)
            element.SetAttributeValue(Ceiling, ceiling.ToString());
        if (spec.Shares is { } shares)
            element.SetAttributeValue(Shares, shares);
        if (spec.Swap is { } swap)
            element.SetAttributeValue(Swap, swap.ToString());
        return element;
    }

    private static bool TryReadShares(string? text, out int? shares)
    {
        shares = null;
        if (text is null)
            return true;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > PolicySpec.MaximumShares)
            return false;
        shares = number;
        return true;
    }

    // The text may be anything and is logged.
    private static string Shortened(string text) => TextBounds.Cut(text, 41);
}
