using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Options;

/// <summary>
/// The <c>policies</c> section of the configuration file: a list of <c>{domain: REGEX, enabled: no, floor: 1GiB, ceiling: 75%, shares:
/// 500, swap: 1GiB}</c>. The first entry whose pattern matches a domain's whole name applies.
/// </summary>
internal static class PolicySection
{
    public const string Key = "policies";

    public static IReadOnlyList<PolicyOverride> Read(YamlNode? node, string path, List<string> problems)
    {
        var overrides = new List<PolicyOverride>();
        if (node is not YamlList list)
        {
            problems.Add($"{Key} is not a list ({path}{(node is null ? "" : $" line {node.Line}")})");
            return overrides;
        }

        for (var index = 0; index < list.Items.Count; index++)
        {
            var here = new List<string>();
            if (list.Items[index] is not YamlMap map)
                here.Add($"{Key}[{index}]: expected a mapping");
            else if (ReadOne(map, $"{Key}[{index}]", here) is { } read)
                overrides.Add(read);
            problems.AddRange(here.Select(problem => $"{problem} ({path} line {list.Items[index]?.Line ?? list.Line})"));
        }

        return overrides;
    }

    private static PolicyOverride? ReadOne(YamlMap map, string name, List<string> problems)
    {
        var section = new YamlSection(name + ".", map, problems);
        var pattern = section.Text("domain");
        var enabled = section.Truth("enabled");
        var spec = PolicyElement.Read(
            enabled is null ? null : enabled.Value ? "yes" : "no", section.Text("floor"), section.Text("ceiling"), section.Text("shares"));
        var swapText = section.Text("swap");
        var swap = swapText is null ? null : Amount.TryParseOrNone(swapText);
        section.RefuseTheRest();
        if (swapText is not null && swap is null)
            problems.Add($"{name}.swap is neither a size such as 1GiB, nor a share such as 25%, nor 0: {TextBounds.Cut(swapText)}");
        if (spec.Problem is { } problem)
            problems.Add($"{name}: {problem}");
        var names = pattern is null ? null : DomainFilter.TryParse(pattern);
        if (names is null)
            problems.Add($"{name}.domain is not {DomainFilter.Expected}: {(pattern is null ? "" : TextBounds.Cut(pattern))}");
        return names is null || problems.Count > 0 ? null : new PolicyOverride(names, spec) { Swap = swap };
    }
}
