using System.Text;
using ExporterToolkit.Logging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ExporterToolkit.Tests.Logging;

public sealed class LogfmtFormatterTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_line_has_a_time_a_level_a_message_and_its_fields() => Assert.Equal(
        "ts=2026-05-04T12:00:00.000Z level=info msg=decision uuid=00000000-0000-4000-8000-000000000001 to_bytes=42 share=0.5\n",
        Line("decision", [new("uuid", Guid.Parse("00000000-0000-4000-8000-000000000001")), new("toBytes", 42L), new("share", 0.5), new("{OriginalFormat}", "decision")]));

    [Theory]
    [InlineData(LogLevel.Trace, "debug")]
    [InlineData(LogLevel.Debug, "debug")]
    [InlineData(LogLevel.Information, "info")]
    [InlineData(LogLevel.Warning, "warn")]
    [InlineData(LogLevel.Error, "error")]
    [InlineData(LogLevel.Critical, "error")]
    public void Levels_are_spelt_as_Prometheus_spells_them(LogLevel level, string word) =>
        Assert.Contains($" level={word} ", Line("x", [], level), StringComparison.Ordinal);

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("/a/path-1.2:3,4", "/a/path-1.2:3,4")]
    [InlineData("Grüße", "Grüße")]
    [InlineData("", "\"\"")]
    [InlineData("two words", "\"two words\"")]
    [InlineData("a=b", "\"a=b\"")]
    [InlineData("say \"hi\"", "\"say \\\"hi\\\"\"")]
    [InlineData("back\\slash only", "\"back\\\\slash only\"")]
    [InlineData("line\nfeed\r\ttab", "\"line\\nfeed\\r\\ttab\"")]
    [InlineData("\u001b[31mred", "\"\\u001b[31mred\"")]
    [InlineData("nul\0", "\"nul\\u0000\"")]
    [InlineData("a\u2028b\u0085c", "\"a\\u2028b\\u0085c\"")]
    [InlineData("\u202eright to left", "\"\\u202eright to left\"")]
    public void A_value_is_quoted_when_it_must_be(string value, string written) =>
        Assert.Equal($"ts=2026-05-04T12:00:00.000Z level=info msg=x field={written}\n", Line("x", [new("field", value)]));

    [Fact]
    public void A_forged_label_cannot_start_a_line_of_its_own() =>
        Assert.Equal(1, Line("x", [new("uuid", "x\nts=2026 level=info msg=decision verdict=applied")]).Count(letter => letter == '\n'));

    [Fact]
    public void Absent_fields_are_left_out() =>
        Assert.Equal("ts=2026-05-04T12:00:00.000Z level=info msg=x b=1\n", Line("x", [new("a", null), new("b", 1)]));

    [Fact]
    public void Times_are_written_in_utc() => Assert.Contains(
        "evaluated_at=2026-05-04T12:00:00.250Z", Line("x", [new("evaluatedAt", Noon.AddMilliseconds(250))]), StringComparison.Ordinal);

    [Fact]
    public void An_exception_stays_on_one_line_and_an_error_tells_where_it_came_from()
    {
        var line = Line("failed", [], LogLevel.Error, Thrown());

        Assert.Equal(1, line.Count(letter => letter == '\n'));
        Assert.Contains("err=\"System.InvalidOperationException: first\\nsecond", line, StringComparison.Ordinal);
        Assert.Contains(nameof(Thrown), line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_warning_tells_only_what_an_exception_says() =>
        Assert.EndsWith(" err=\"first\\nsecond\"\n", Line("failed", [], LogLevel.Warning, Thrown()), StringComparison.Ordinal);

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("first\nsecond");
        }
        catch (InvalidOperationException exception)
        {
            return exception;
        }
    }

    private static string Line(
        string message, IReadOnlyList<KeyValuePair<string, object?>> fields, LogLevel level = LogLevel.Information, Exception? exception = null)
    {
        var entry = new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(level, "category", default, fields, exception, (_, _) => message);
        return Encoding.UTF8.GetString(new LogfmtFormatter(() => Noon).Format(entry));
    }
}
