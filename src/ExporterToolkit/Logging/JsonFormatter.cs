using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;

namespace ExporterToolkit.Logging;

/// <summary>Log lines as JSON: one object per line, with the same fields as logfmt.</summary>
public sealed class JsonFormatter(Func<DateTimeOffset> now) : ILineFormatter
{
    public byte[] Format<TState>(in LogEntry<TState> entry)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            foreach (var (name, value) in LogLine.Fields(entry, now()))
                Write(json, name, value);
            json.WriteEndObject();
        }

        bytes.Write("\n"u8);
        return bytes.WrittenSpan.ToArray();
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
            // JSON has no NaN and no infinity: they are written as text.
            case double number when double.IsFinite(number):
                json.WriteNumber(name, number);
                break;
            default:
                json.WriteString(name, LogLine.Text(value));
                break;
        }
    }
}
