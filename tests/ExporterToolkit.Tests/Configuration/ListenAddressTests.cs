using ExporterToolkit.Configuration;

namespace ExporterToolkit.Tests.Configuration;

public sealed class ListenAddressTests
{
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
