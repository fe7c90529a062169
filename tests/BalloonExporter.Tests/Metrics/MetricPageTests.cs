using System.Text;
using BalloonExporter.Metrics;
using BalloonExporter.Tests.Fakes;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Tests.Metrics;

public sealed class MetricPageTests
{
    [Fact]
    public async Task A_metric_is_a_help_a_type_and_its_series() => Assert.Equal(
        """
        # HELP balloon_one What it is.
        # TYPE balloon_one gauge
        balloon_one 1
        # HELP balloon_two_total What it counts.
        # TYPE balloon_two_total counter
        balloon_two_total{kind="a",of="b"} 2
        balloon_two_total{kind="c",of=""} 3

        """,
        await TextAsync(page =>
        {
            var two = page.Gauge("balloon_one", "What it is.");
            two.Write(1);
            var counter = page.Counter("balloon_two_total", "What it counts.", "kind", "of");
            counter.Write(2, "a", "b");
            counter.Write(3, "c", "");
        }));

    [Fact]
    public async Task Metrics_may_be_written_in_turns()
    {
        var text = await TextAsync(page =>
        {
            var (one, other) = (page.Gauge("one", "One.", "n"), page.Gauge("other", "Other.", "n"));
            one.Write(1, "1");
            other.Write(1, "1");
            one.Write(2, "2");
        });

        Assert.EndsWith("one{n=\"1\"} 1\none{n=\"2\"} 2\n# HELP other Other.\n# TYPE other gauge\nother{n=\"1\"} 1\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("\"", "\\\"")]
    [InlineData("a\\b", "a\\\\b")]
    [InlineData("two\nlines\n", "two\\nlines\\n")]
    [InlineData("Grüße 東京 🎈", "Grüße 東京 🎈")]
    public async Task A_label_is_written_as_the_format_wants_it(string value, string written) =>
        Assert.Contains($"m{{l=\"{written}\"}} 1\n", await TextAsync(page => page.Gauge("m", "M.", "l").Write(1, value)), StringComparison.Ordinal);

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-1, "-1")]
    [InlineData(0.1, "0.1")]
    [InlineData(6.994, "6.994")]
    [InlineData(17179869184d, "17179869184")]
    [InlineData(9007199254740993d, "9007199254740992")]
    [InlineData(9.2233720368547758E+18, "9.223372036854776E+18")]
    [InlineData(1e-7, "1E-07")]
    public async Task A_number_is_written_in_its_shortest_form(double value, string written) =>
        Assert.EndsWith($"\nm {written}\n", await TextAsync(page => page.Gauge("m", "M.").Write(value)), StringComparison.Ordinal);

    /// <summary>The text is made of pieces: neither a long value nor one at the end of a piece may be cut wrongly.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(16 * 1024)]
    [InlineData(100_000)]
    public async Task Long_pages_are_whole(int length)
    {
        var value = string.Concat(Enumerable.Repeat("é🎈x", length));

        var text = await TextAsync(page =>
        {
            var family = page.Gauge("m", "M.", "l", "n");
            for (var number = 0; number < 20; number++)
                family.Write(number, value[..(value.Length / (number + 1) / 4 * 4)], "end");
        });

        Assert.Equal(
            "# HELP m M.\n# TYPE m gauge\n" + string.Concat(Enumerable.Range(0, 20).Select(
                number => $"m{{l=\"{value[..(value.Length / (number + 1) / 4 * 4)]}\",n=\"end\"}} {number}\n")),
            text);
    }

    [Fact]
    public async Task A_domain_has_two_labels_and_perhaps_one_more()
    {
        var domain = Snapshots.Domain(1);

        var text = await TextAsync(page =>
        {
            page.Gauge("m", "M.", "domain", "uuid").Write(domain, 1);
            page.Gauge("n", "N.", "domain", "uuid", "why").Write(domain, 2, "so");
        });

        Assert.Contains($"\nm{{domain=\"guest1\",uuid=\"{domain.Uuid}\"}} 1\n", text, StringComparison.Ordinal);
        Assert.EndsWith($"\nn{{domain=\"guest1\",uuid=\"{domain.Uuid}\",why=\"so\"}} 2\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_are_not_as_many_as_the_labels_are_refused()
    {
        using var page = new MetricPage();
        var family = page.Gauge("m", "M.", "a", "b");

        Assert.Throws<ArgumentException>(() => family.Write(1));
        Assert.Throws<ArgumentException>(() => family.Write(1, "a"));
        Assert.Throws<ArgumentException>(() => family.Write(1, "a", "b", "c"));
    }

    private static async Task<string> TextAsync(Action<MetricPage> write)
    {
        using var page = new MetricPage();
        write(page);
        using var output = new MemoryStream();
        await page.WriteToAsync(output, CancellationToken.None);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
