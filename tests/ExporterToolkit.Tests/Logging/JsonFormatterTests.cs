using System.Text;
using System.Text.Json;
using ExporterToolkit.Logging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ExporterToolkit.Tests.Logging;

public sealed class JsonFormatterTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_line_is_one_object_with_the_names_that_logfmt_has() => Assert.Equal(
        """{"ts":"2026-05-04T12:00:00.000Z","level":"info","msg":"decision","uuid":"00000000-0000-4000-8000-000000000001","to_bytes":42,"share":0.5,"dry_run":true}"""
        + "\n",
        Line("decision", new("uuid", Guid.Parse("00000000-0000-4000-8000-000000000001")), new("toBytes", 42L), new("share", 0.5), new("dryRun", true), new("{OriginalFormat}", "x")));

    [Theory]
    [InlineData("two words")]
    [InlineData("say \"hi\"\\")]
    [InlineData("x\n{\"level\":\"info\"}")]
    [InlineData("a\u2028b\u0085c\u202e\0")]
    [InlineData("Grüße")]
    public void A_value_stays_on_its_line_and_is_read_back_as_it_was(string value)
    {
        var line = Line("x", new KeyValuePair<string, object?>("field", value));

        Assert.Equal('\n', Assert.Single(line, letter => !char.IsAscii(letter) || char.IsControl(letter)));
        using var json = JsonDocument.Parse(line);
        Assert.Equal(value, json.RootElement.GetProperty("field").GetString());
    }

    [Fact]
    public void What_is_no_number_in_JSON_is_text() =>
        Assert.Contains("\"a\":\"NaN\",\"b\":7}", Line("x", new("a", double.NaN), new("b", 7)), StringComparison.Ordinal);

    [Fact]
    public void Absent_fields_are_left_out() => Assert.DoesNotContain("\"a\"", Line("x", new KeyValuePair<string, object?>("a", null)), StringComparison.Ordinal);

    private static string Line(string message, params KeyValuePair<string, object?>[] fields)
    {
        var entry = new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(LogLevel.Information, "category", default, fields, null, (_, _) => message);
        return Encoding.UTF8.GetString(new JsonFormatter(() => Noon).Format(entry));
    }
}
