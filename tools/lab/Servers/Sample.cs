namespace BalloonExporter.Lab;

/// <summary>One series with its value: a line of a metrics page, or an element of a query's answer.</summary>
public sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    /// <summary>The value of a label; empty when there is none, as in PromQL.</summary>
    public string this[string label] => Labels.TryGetValue(label, out var value) ? value : "";

    public bool Has(IEnumerable<(string Label, string Value)> labels) => labels.All(pair => this[pair.Label] == pair.Value);
}
