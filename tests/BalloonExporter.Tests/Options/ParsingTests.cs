using BalloonExporter.Core.Model;

namespace BalloonExporter.Tests.Options;

public sealed class ParsingTests
{
    [Theory]
    [InlineData("1KiB", 1L)]
    [InlineData("512MiB", 512L * 1024)]
    [InlineData("3GiB", 3L * 1024 * 1024)]
    [InlineData("2TiB", 2L * 1024 * 1024 * 1024)]
    [InlineData("1.5G", 1536L * 1024)]
    [InlineData("1.5 GiB", 1536L * 1024)]
    [InlineData("3gib", 3L * 1024 * 1024)]
    [InlineData("64GB", 62500000L)]
    [InlineData("1MB", 976L)]
    [InlineData("4096", 4L)]
    [InlineData("4096B", 4L)]
    [InlineData("1024K", 1024L)]
    [InlineData("8388607TiB", 8388607L * 1024 * 1024 * 1024)]
    public void A_size_is_read_as_KiB(string text, long kib) => Assert.Equal(kib, ByteSize.TryParseKib(text));

    [Theory]
    [InlineData("")]
    [InlineData("GiB")]
    [InlineData("0")]
    [InlineData("0GiB")]
    [InlineData("1023")]
    [InlineData("1KB")]
    [InlineData("-1GiB")]
    [InlineData("+1GiB")]
    [InlineData("1e3MiB")]
    [InlineData("1,5GiB")]
    [InlineData("0x10MiB")]
    [InlineData("NaN")]
    [InlineData("NaNGiB")]
    [InlineData(" 1GiB")]
    [InlineData("1GiB ")]
    [InlineData("1GiBs")]
    [InlineData("1PiB")]
    [InlineData("50%")]
    [InlineData("8388609TiB")]
    [InlineData("99999999999999999999999999999999999999")]
    public void What_is_no_size_is_not_read(string text) => Assert.Null(ByteSize.TryParseKib(text));

    [Theory]
    [InlineData("1GiB", 1048576L, null)]
    [InlineData("25%", null, 0.25)]
    [InlineData("12.5%", null, 0.125)]
    [InlineData("0%", null, 0.0)]
    [InlineData("100%", null, 1.0)]
    public void A_floor_is_a_size_or_a_share(string text, long? kib, double? share) => Assert.Equal(new Amount(kib, share), Amount.TryParse(text));

    [Theory]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("101%")]
    [InlineData("-1%")]
    [InlineData("NaN%")]
    [InlineData("Infinity%")]
    [InlineData("1e1%")]
    [InlineData("25 %")]
    [InlineData("a quarter")]
    public void What_is_no_floor_is_not_read(string text) => Assert.Null(Amount.TryParse(text));
}
