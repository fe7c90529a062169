namespace ExporterToolkit.Exposition;

/// <summary>One metric with all its series.</summary>
public sealed class MetricFamily : IDisposable
{
    private readonly MetricText _text = new();
    private readonly string _name;
    private readonly string[] _labels;

    public MetricFamily(string name, string type, string help, string[] labels)
    {
        (_name, _labels) = (name, labels);
        _text.Append($"# HELP {name} {help}\n# TYPE {name} {type}\n");
    }

    /// <summary>Writes one series; the values stand in the order of the labels' names.</summary>
    public void Write(double value, params ReadOnlySpan<string> labels)
    {
        if (labels.Length != _labels.Length)
            throw new ArgumentException($"{_name} has {_labels.Length} labels, not {labels.Length}", nameof(labels));
        _text.Append(_name);
        for (var index = 0; index < labels.Length; index++)
        {
            _text.Append(index == 0 ? "{" : "\",");
            _text.Append(_labels[index]);
            _text.Append("=\"");
            _text.AppendLabel(labels[index]);
        }

        _text.Append(labels.IsEmpty ? " " : "\"} ");
        _text.Append(value);
        _text.Append("\n");
    }

    public Task WriteToAsync(Stream output, CancellationToken cancellation) => _text.WriteToAsync(output, cancellation);

    public void Dispose() => _text.Dispose();
}
