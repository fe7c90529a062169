using System.Net;
using System.Net.Sockets;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Web;
using ExporterToolkit.Hosting;

namespace BalloonExporter.Tests.Web;

public sealed class ConnectionLimitsTests
{
    [Theory]
    [InlineData(64, 16, 4)]
    [InlineData(256, 16, 4)]
    [InlineData(1024, 213, 53)]
    [InlineData(1_048_576, 512, 128)]
    [InlineData(int.MaxValue, 512, 128)]
    public void The_limits_leave_files_for_everything_else(int files, int total, int perAddress)
    {
        var limits = new ConnectionLimits(files);

        Assert.Equal((total, perAddress), (limits.Total, limits.PerAddress));
    }

    [Fact]
    public void One_address_leaves_room_for_others_and_all_of_metrics_for_feedback()
    {
        var limits = new ConnectionLimits(256);

        var first = Enter(limits, EndpointScope.MetricsOnly, "127.0.0.1", 100);
        Assert.Equal(limits.PerAddress, first.Count);
        for (var address = 2; address < 10; address++)
            Enter(limits, EndpointScope.MetricsOnly, $"127.0.0.{address}", 100);

        Assert.Empty(Enter(limits, EndpointScope.MetricsOnly, "127.0.0.99", 1));
        Assert.Single(Enter(limits, EndpointScope.ApiOnly, "127.0.0.1", 1));
        Assert.NotNull(limits.TryEnter(EndpointScope.ApiOnly, new UnixDomainSocketEndPoint("/x")));

        first[0].Dispose();
        Assert.Single(Enter(limits, EndpointScope.MetricsOnly, "127.0.0.99", 100));
    }

    [Fact]
    public void Four_addresses_that_take_all_they_can_leave_places_for_a_fifth()
    {
        var limits = new ConnectionLimits(4096);
        for (var address = 2; address < 6; address++)
            Enter(limits, EndpointScope.Both, $"127.0.0.{address}", 1000);

        Assert.InRange(Enter(limits, EndpointScope.Both, "127.0.0.1", 16).Count, 16, 16);
    }

    [Fact]
    public void A_network_of_IPv6_is_one_address_and_so_are_both_spellings_of_IPv4()
    {
        var limits = new ConnectionLimits(64);
        Assert.Equal(4, Enter(limits, EndpointScope.Both, "2001:db8::1", 100).Count);
        Assert.Empty(Enter(limits, EndpointScope.Both, "2001:db8::2:3:4:5", 100));
        Assert.Equal(4, Enter(limits, EndpointScope.Both, "2001:db8:0:1::1", 100).Count);
        Assert.Equal(4, Enter(limits, EndpointScope.Both, "::ffff:192.0.2.1", 100).Count);
        Assert.Empty(Enter(limits, EndpointScope.Both, "192.0.2.1", 100));
    }

    [Fact]
    public void The_limit_of_files_is_read()
    {
        Assert.Equal(1024, FileLimit.Read(["Limit  Soft Limit Hard Limit Units", "Max open files            1024                 524288               files     "]));
        Assert.Equal(int.MaxValue, FileLimit.Read(["Max open files            unlimited            unlimited            files     "]));
        Assert.Equal(1024, FileLimit.Read([]));
        Assert.InRange(FileLimit.OfThisProcess(), 1, int.MaxValue);
    }

    [Fact]
    public async Task Who_connects_and_asks_for_nothing_is_hung_up_on_and_who_asked_is_not()
    {
        await using var exporter = await TestExporter.StartAsync(TestOptions.Observe);
        using var silent = new TcpClient();
        await silent.ConnectAsync(IPAddress.Loopback, exporter.Http.BaseAddress!.Port);
        using var asking = new TcpClient();
        await asking.ConnectAsync(IPAddress.Loopback, exporter.Http.BaseAddress!.Port);
        Assert.StartsWith("HTTP/1.1 200", await AskAsync(asking), StringComparison.Ordinal);
        await exporter.Time.SomebodyWaits(TimeSpan.FromSeconds(15));

        var ended = silent.GetStream().ReadAsync(new byte[1]).AsTask();
        while (!ended.IsCompleted)
        {
            exporter.Time.Advance(TimeSpan.FromSeconds(15));
            await Task.WhenAny(ended, Task.Delay(20));
        }

        Assert.StartsWith("HTTP/1.1 200", await AskAsync(asking), StringComparison.Ordinal);
    }

    private static async Task<string> AskAsync(TcpClient client)
    {
        await client.GetStream().WriteAsync("GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        var buffer = new byte[4096];
        return System.Text.Encoding.ASCII.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer));
    }

    private static List<IDisposable> Enter(ConnectionLimits limits, EndpointScope listener, string address, int times) =>
        [.. Enumerable.Range(0, times).Select(port => limits.TryEnter(listener, new IPEndPoint(IPAddress.Parse(address), port + 1))).OfType<IDisposable>()];
}
