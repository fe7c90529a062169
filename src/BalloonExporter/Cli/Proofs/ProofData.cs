using System.Globalization;
using System.Text;
using System.Text.Json;
using BalloonExporter.Backtest.Output;

namespace BalloonExporter.Cli.Proofs;

/// <summary>A proof for programs. docs/proof.md has the fields.</summary>
internal static class ProofData
{
    // A sample of a month is no more exact.
    private const int Digits = 3;

    private static readonly string[] Head =
    [
        "domain", "uuid", "month", "host", "from", "to", "sold_bytes", "observed_seconds", "unmet_seconds", "met_ratio", "below_sold_seconds", "lent_byte_seconds", "borrowed_byte_seconds", "rescues",
        "longest_rescue_wait_seconds",
    ];

    /// <summary>One object.</summary>
    public static string Json(ProofReport report)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("domain", report.Domain);
            json.WriteString("uuid", report.Uuid);
            json.WriteString("month", report.Month.Text);
            json.WriteNumber("objective_ratio", report.ObjectiveRatio);
            json.WriteBoolean("objective_kept", report.IsKept);
            json.WriteBoolean("begins_late", report.BeginsLate);
            Write(json, report.All);
            json.WriteStartArray("hosts");
            foreach (var (host, figures) in report.Hosts)
            {
                json.WriteStartObject();
                json.WriteString("host", host);
                Write(json, figures);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>A table (RFC 4180): a line for all hosts, of which the host is empty, and one for each.</summary>
    public static IEnumerable<string> Csv(ProofReport report) =>
    [
        string.Join(',', Head),
        Line(report, "", report.All),
        .. report.Hosts.Select(host => Line(report, host.Host, host.Figures)),
    ];

    private static string Line(ProofReport report, string host, ProofFigures figures) => string.Join(',', new[]
    {
        report.Domain, report.Uuid, report.Month.Text, host, TimeText.Of(figures.From), TimeText.Of(figures.To), Number(figures.SoldBytes), Number(figures.ObservedSeconds), Number(figures.UnmetSeconds),
        Ratio(figures.MetRatio).ToString(CultureInfo.InvariantCulture), Number(figures.BelowSoldSeconds), Number(figures.LentByteSeconds), Number(figures.BorrowedByteSeconds), Number(figures.Rescues),
        Number(figures.LongestRescueWaitSeconds),
    }.Select(Field));

    private static void Write(Utf8JsonWriter json, ProofFigures figures)
    {
        json.WriteString("from", TimeText.Of(figures.From));
        json.WriteString("to", TimeText.Of(figures.To));
        Write(json, "sold_bytes", figures.SoldBytes);
        Write(json, "observed_seconds", figures.ObservedSeconds);
        Write(json, "unmet_seconds", figures.UnmetSeconds);
        json.WriteNumber("met_ratio", Ratio(figures.MetRatio));
        Write(json, "below_sold_seconds", figures.BelowSoldSeconds);
        Write(json, "lent_byte_seconds", figures.LentByteSeconds);
        Write(json, "borrowed_byte_seconds", figures.BorrowedByteSeconds);
        json.WriteNumber("rescues", figures.Rescues);
        Write(json, "longest_rescue_wait_seconds", figures.LongestRescueWaitSeconds);
    }

    private static void Write(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, Math.Round(number, Digits));
        else
            json.WriteNull(name);
    }

    private static double Ratio(double ratio) => Math.Round(ratio, 9);

    private static string Number(double? value) => value is { } number ? Math.Round(number, Digits).ToString(CultureInfo.InvariantCulture) : "";

    private static string Field(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
