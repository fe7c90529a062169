using ExporterToolkit.Configuration;

namespace ExporterToolkit.Tests.Configuration;

public sealed class DurationTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("0s", 0)]
    [InlineData("500ms", 500)]
    [InlineData("10s", 10_000)]
    [InlineData("2m", 120_000)]
    [InlineData("1h", 3_600_000)]
    public void A_duration_is_read(string text, int milliseconds) => Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Duration.TryParse(text));

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("10")]
    [InlineData("8785h")]
    [InlineData("70000000h")]
    [InlineData("2147483647h")]
    [InlineData("99999999999999999999s")]
    [InlineData("-1s")]
    [InlineData("+1s")]
    [InlineData("1.5s")]
    [InlineData("1h30m")]
    [InlineData("1d")]
    [InlineData(" 1s")]
    [InlineData("1 s")]
    [InlineData("1S")]
    [InlineData("99999999999s")]
    public void What_is_no_duration_is_not_read(string text) => Assert.Null(Duration.TryParse(text));

    [Fact]
    public void A_duration_longer_than_time_itself_is_not_read() => Assert.Null(Duration.TryParse("2147483647h"));
}
