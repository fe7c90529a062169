using BalloonExporter.Core.Model;
using ExporterToolkit.Configuration;

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

    [Theory]
    [InlineData(":10177", "", 10177, ":10177")]
    [InlineData("127.0.0.1:10177", "127.0.0.1", 10177, "127.0.0.1:10177")]
    [InlineData("127.9.8.7:1", "127.9.8.7", 1, "127.9.8.7:1")]
    [InlineData("0.0.0.0:80", "0.0.0.0", 80, "0.0.0.0:80")]
    [InlineData("192.0.2.1:65535", "192.0.2.1", 65535, "192.0.2.1:65535")]
    [InlineData("[::1]:10177", "::1", 10177, "[::1]:10177")]
    [InlineData("[::]:10177", "::", 10177, "[::]:10177")]
    [InlineData("[2001:db8:0::1]:1", "2001:db8::1", 1, "[2001:db8::1]:1")]
    [InlineData("localhost:10177", "localhost", 10177, "localhost:10177")]
    [InlineData("127.0.0.1:0", "127.0.0.1", 0, "127.0.0.1:0")]
    public void An_address_is_read(string text, string host, int port, string written)
    {
        var address = ListenAddress.TryParse(text);

        Assert.Equal(new ListenAddress(host, port), address);
        Assert.Equal(written, address?.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("10177")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:")]
    [InlineData(":65536")]
    [InlineData(":-1")]
    [InlineData(":http")]
    [InlineData("::1:10177")]
    [InlineData("[::1:10177")]
    [InlineData("::1]:10177")]
    [InlineData("[]:10177")]
    [InlineData("example.org:10177")]
    [InlineData("http://127.0.0.1:10177")]
    [InlineData("localhost:0")]
    public void What_is_no_address_is_not_read(string text) => Assert.Null(ListenAddress.TryParse(text));
}
