using ExporterToolkit.Configuration;

namespace ExporterToolkit.Tests.Configuration;

/// <summary>Whatever a file holds, it becomes a document or one clear error.</summary>
public sealed class YamlDocumentTests
{
    public static TheoryData<string, int> Nested { get; } = new()
    {
        { "[", 100_000 },
        { "{", 100_000 },
        { "{a: ", 100_000 },
        { "- ", 100_000 },
        { "? ", 100_000 },
        { "[{", 50_000 },
        { "[", 33 },
    };

    [Theory]
    [MemberData(nameof(Nested))]
    public void Deep_nesting_is_an_error_with_its_line(string opening, int count)
    {
        var text = "a: 1\nb: " + string.Concat(Enumerable.Repeat(opening, count));

        Assert.NotEmpty(Assert.Throws<FormatException>(() => YamlDocument.Read(text)).Message);
    }

    [Fact]
    public void Lists_and_maps_nested_32_deep_are_read() => Assert.NotNull(YamlDocument.ReadAny(new string('[', 32) + new string(']', 32)));

    [Theory]
    [InlineData("a: &x [1]\nb: *x")]
    [InlineData("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]")]
    [InlineData("a: \"\\0\"")]
    [InlineData("a: \"\\xZZ\"")]
    [InlineData("a: \"\\UFFFFFFFF\"")]
    [InlineData("%YAML 99999999999999999999.1\n---\na: 1")]
    [InlineData("%TAG ! %\n---\na: !%zz b")]
    [InlineData("a: !<\nb")]
    [InlineData("a: |999\n  b")]
    [InlineData("a: 'b")]
    [InlineData("]")]
    [InlineData("a: 1\na: 2")]
    [InlineData("? [a]\n: 1")]
    [InlineData("a: 1\n---\nb: 2")]
    public void What_is_not_read_here_is_an_error(string text) => Assert.Throws<FormatException>(() => YamlDocument.ReadAny(text));

    [Theory]
    [InlineData("a: 1\n\0b: 2\n", "line 2: control character (U+0000)")]
    [InlineData("a: 1\nb: 2\n\0\0\0\0", "line 3: control character (U+0000)")]
    [InlineData("\0\0\0\0", "line 1: control character (U+0000)")]
    [InlineData("# \u001b[2J\na: 1\n", "line 1: control character (U+001B)")]
    [InlineData("a: \"\u007f\"\n", "line 1: control character (U+007F)")]
    public void Nothing_behind_a_NUL_is_passed_over(string text, string problem) =>
        Assert.Equal(problem, Assert.Throws<FormatException>(() => YamlDocument.ReadAny(text)).Message);

    [Fact]
    public void Mutations_of_a_file_are_read_or_an_error()
    {
        const string Good = "log: {level: debug}\npolicies:\n  - {domain: \"vip-.*\", enabled: no}\n  - domain: 'a''b'\n    floor: |\n      1GiB\nweb.listen-address: [\":1\", \":2\"]\n";
        var random = new Random(20261130);
        const string Letters = "[]{}:,-?&*!|>'\"%@`#\\ \n\t\0aZ0é\u2028";
        for (var attempt = 0; attempt < 20_000; attempt++)
        {
            var text = Good.ToCharArray();
            for (var change = random.Next(1, 6); change > 0; change--)
                text[random.Next(text.Length)] = Letters[random.Next(Letters.Length)];
            try
            {
                YamlDocument.ReadAny(new string(text));
            }
            catch (FormatException)
            {
                // The one way to fail.
            }
        }
    }

    [Fact]
    public void A_map_of_many_keys_is_read_in_time()
    {
        var text = string.Concat(Enumerable.Range(0, 100_000).Select(number => $"k{number}:\n"));

        Assert.Equal(100_000, YamlDocument.Read(text).Entries.Count);
    }

    [Fact]
    public void Of_many_problems_the_first_twenty_are_told() =>
        Assert.EndsWith("p19; and 80 more", Problems.Join([.. Enumerable.Range(0, 100).Select(number => $"p{number}")]), StringComparison.Ordinal);
}
