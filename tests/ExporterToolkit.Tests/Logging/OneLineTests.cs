using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ExporterToolkit.Logging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ExporterToolkit.Tests.Logging;

/// <summary>An entry is one line that can be read, whatever stands where in it.</summary>
public sealed partial class OneLineTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    // Below 48 KiB: journald breaks what is longer.
    private const int LongestLine = 48 * 1024;

    // All controls (C0, DEL, C1), separators, a byte order mark, a lone half of a pair, what means something in either notation.
    private static readonly string[] Odd =
    [
        .. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7f, 0x21)).Select(code => ((char)code).ToString()),
        "\u2028", "\u2029", "\ufeff", "\u202e", "\ufffd", "\ud800", "\udc00", "\U0001f388", "\"", "\\", "=", " ", "{", "}", "", "\r\n",
    ];

    private static readonly ILineFormatter[] Formatters = [new LogfmtFormatter(() => Noon), new JsonFormatter(() => Noon)];

    [Fact]
    public void A_line_is_one_line_and_can_be_read_whatever_is_in_it()
    {
        // The same words in every run: what fails once fails again.
        var random = new Random(18);
        for (var round = 0; round < 300; round++)
        {
            var (message, name, value, thrown, category) = (Text(random), Text(random), Text(random), Text(random), Text(random));
            Assert.All(Formatters, formatter => AssertOneLine(formatter, Format(formatter, message, name, value, thrown, category)));
        }
    }

    public static TheoryData<int> Oddities { get; } = new(Enumerable.Range(0, Odd.Length));

    // At the end, at the beginning, alone and within: "$" of a pattern lets one line feed pass at the end.
    [Theory]
    [MemberData(nameof(Oddities))]
    public void No_character_breaks_a_line_at_any_place(int index)
    {
        foreach (var text in (string[])[Odd[index], "x" + Odd[index], Odd[index] + "x", "x" + Odd[index] + "x", "x y" + Odd[index]])
        {
            foreach (var formatter in Formatters)
            {
                AssertOneLine(formatter, Format(formatter, text, "field", "value", "thrown", "category"));
                AssertOneLine(formatter, Format(formatter, "message", text, "value", "thrown", "category"));
                AssertOneLine(formatter, Format(formatter, "message", "field", text, "thrown", "category"));
                AssertOneLine(formatter, Format(formatter, "message", "field", "value", text, "category"));
                AssertOneLine(formatter, Format(formatter, "message", "field", "value", "thrown", text));
            }
        }
    }

    [Theory]
    [InlineData("msg")]
    [InlineData("ts")]
    [InlineData("err")]
    public void A_field_with_a_name_that_is_taken_does_not_take_its_place(string name)
    {
        using var json = JsonDocument.Parse(Format(Formatters[1], "message", name, "value", "thrown", "category"));

        Assert.Equal("message", json.RootElement.GetProperty("msg").GetString());
        Assert.Equal(json.RootElement.EnumerateObject().Count(), json.RootElement.EnumerateObject().DistinctBy(field => field.Name).Count());
    }

    [Fact]
    public void A_long_text_is_cut_between_characters() =>
        Assert.EndsWith("x...\"", Format(Formatters[0], string.Concat(Enumerable.Repeat("x ", 1999)) + "x\U0001f388 and more", "a", "b", null, "c").Split(" a=")[0], StringComparison.Ordinal);

    private static string Text(Random random)
    {
        var letters = new char[random.Next(4) == 0 ? random.Next(20_000) : random.Next(6)];
        for (var index = 0; index < letters.Length; index++)
            letters[index] = (char)(random.Next(2) == 0 ? random.Next(0x20, 0x7f) : random.Next(char.MaxValue + 1));
        return new string(letters) + Odd[random.Next(Odd.Length)] + Odd[random.Next(Odd.Length)];
    }

    private static string Format(ILineFormatter formatter, string message, string name, string value, string? thrown, string category)
    {
        KeyValuePair<string, object?>[] fields = [new(name, value), new("{OriginalFormat}", message)];
        var exception = thrown is null ? null : new InvalidOperationException(thrown);
        var bytes = formatter.Format(new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(LogLevel.Error, category, default, fields, exception, (_, _) => message));
        // Throws on what is no UTF-8.
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
    }

    private static void AssertOneLine(ILineFormatter formatter, string line)
    {
        Assert.EndsWith("\n", line, StringComparison.Ordinal);
        Assert.DoesNotContain(line[..^1], letter => char.IsControl(letter) || letter is '\u2028' or '\u2029');
        Assert.True(Encoding.UTF8.GetByteCount(line) < LongestLine);
        if (formatter is JsonFormatter)
            JsonDocument.Parse(line).Dispose();
        else
            Assert.Matches(Logfmt(), line);
    }

    // key=value, where a value is one word or a string in quotes whose quotes and backslashes are escaped.
    [GeneratedRegex("""\A(?:[^\s"=]+=(?:[^\s"=]+|"(?:[^"\\]|\\.)*")(?: (?!\n)|(?=\n)))+\n\z""")]
    private static partial Regex Logfmt();
}
