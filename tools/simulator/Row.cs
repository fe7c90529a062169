using System.Text.Json;

namespace BalloonExporter.Simulator;

/// <summary>The result of one simulated hour.</summary>
public sealed record Row(string Scenario, string Controller, int Seed, Score Score)
{
    private const int Decimals = 3;

    /// <summary>Writes an array of rows, the fields named as in <see cref="Column"/>.</summary>
    public static void Write(Stream stream, IEnumerable<Row> rows)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartArray();
        foreach (var row in rows)
            row.Write(json);
        json.WriteEndArray();
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("scenario", Scenario);
        json.WriteString("controller", Controller);
        json.WriteNumber("seed", Seed);
        foreach (var column in Column.All)
        {
            if (column.Value(Score) is { } value)
                json.WriteNumber(column.Name, Math.Round(value, Decimals));
            else
                json.WriteNull(column.Name);
        }

        json.WriteEndObject();
    }
}
