using System.Collections.Concurrent;

namespace BalloonExporter.Lab.Demo;

/// <summary>The last decision about each domain, from the exporter's audit lines.</summary>
internal sealed class DecisionLog
{
    private readonly ConcurrentDictionary<string, LastDecision> _byUuid = new();

    public void Follow(ExporterProcess exporter)
    {
        exporter.LineWritten += Read;
        foreach (var line in exporter.Lines)
            Read(line);
    }

    public LastDecision? Of(string uuid) => _byUuid.TryGetValue(uuid, out var decision) ? decision : null;

    private void Read(LogLine line)
    {
        if (!line.Text.Contains(" msg=decision ", StringComparison.Ordinal))
            return;
        var fields = Logfmt.Parse(line.Text);
        if (!fields.TryGetValue("uuid", out var uuid))
            return;
        _byUuid[uuid] = new LastDecision(
            line.At,
            fields.GetValueOrDefault("verdict", "?"),
            fields.GetValueOrDefault("reason", "?"),
            fields.GetValueOrDefault("origin", "?"),
            Bytes("from_bytes"),
            Bytes("to_bytes"));

        long? Bytes(string field) => fields.TryGetValue(field, out var text) && long.TryParse(text, out var bytes) ? bytes : null;
    }
}
