using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace BalloonExporter.Logging;

/// <summary>Log lines as JSON: one object per line, with the fields that logfmt has.</summary>
internal sealed class JsonFormatter(SteadyClock clock) : ConsoleFormatter(FormatterName)
{
    // Not "json": the framework's own formatter has that name.
    public const string FormatterName = "exporter-json";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            foreach (var (name, value) in LogLine.Fields(logEntry, clock.WallTime))
                Write(json, name, value);
            json.WriteEndObject();
        }

        textWriter.Write(Encoding.UTF8.GetString(bytes.WrittenSpan));
        textWriter.Write('\n');
    }

    private static void Write(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case bool truth:
                json.WriteBoolean(name, truth);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case long number:
                json.WriteNumber(name, number);
                break;
            // JSON has no NaN and no infinity: those stay text.
            case double number when double.IsFinite(number):
                json.WriteNumber(name, number);
                break;
            default:
                json.WriteString(name, LogLine.Text(value));
                break;
        }
    }
}
