using ExporterToolkit.WebConfig;

namespace ExporterToolkit.Tests.WebConfig;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("1s", 1000)]
    [InlineData("1m30s", 90_000)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("250ms", 250)]
    [InlineData("1000us", 1)]
    [InlineData("1000000ns", 1)]
    [InlineData("1000000", 1)]
    [InlineData("-1s", -1000)]
    [InlineData("+1s", 1000)]
    public void Durations_are_read_as_Go_reads_them(string text, double milliseconds) =>
        Assert.Equal(milliseconds, GoDuration.TryParse(text)?.TotalMilliseconds);

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("s")]
    [InlineData("1 s")]
    [InlineData("1d")]
    [InlineData("1..5s")]
    [InlineData("1s1")]
    [InlineData("99999999999h")]
    public void What_is_none_is_refused(string text) => Assert.Null(GoDuration.TryParse(text));
}
