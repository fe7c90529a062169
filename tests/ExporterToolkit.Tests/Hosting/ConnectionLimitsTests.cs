using System.Net;
using System.Net.Sockets;
using ExporterToolkit.Hosting;

namespace ExporterToolkit.Tests.Hosting;

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

        var first = Enter(limits, "metrics", "127.0.0.1", 100);
        Assert.Equal(limits.PerAddress, first.Count);
        for (var address = 2; address < 10; address++)
            Enter(limits, "metrics", $"127.0.0.{address}", 100);

        Assert.Empty(Enter(limits, "metrics", "127.0.0.99", 1));
        Assert.Single(Enter(limits, "api", "127.0.0.1", 1));
        Assert.NotNull(limits.TryEnter("api", new UnixDomainSocketEndPoint("/x")));

        first[0].Dispose();
        Assert.Single(Enter(limits, "metrics", "127.0.0.99", 100));
    }

    [Fact]
    public void Four_addresses_that_take_all_they_can_leave_places_for_a_fifth()
    {
        var limits = new ConnectionLimits(4096);
        for (var address = 2; address < 6; address++)
            Enter(limits, "both", $"127.0.0.{address}", 1000);

        Assert.InRange(Enter(limits, "both", "127.0.0.1", 16).Count, 16, 16);
    }

    [Fact]
    public void A_network_of_IPv6_is_one_address_and_so_are_both_spellings_of_IPv4()
    {
        var limits = new ConnectionLimits(64);
        Assert.Equal(4, Enter(limits, "both", "2001:db8::1", 100).Count);
        Assert.Empty(Enter(limits, "both", "2001:db8::2:3:4:5", 100));
        Assert.Equal(4, Enter(limits, "both", "2001:db8:0:1::1", 100).Count);
        Assert.Equal(4, Enter(limits, "both", "::ffff:192.0.2.1", 100).Count);
        Assert.Empty(Enter(limits, "both", "192.0.2.1", 100));
    }

    [Fact]
    public void The_limit_of_files_is_read()
    {
        Assert.Equal(1024, FileLimit.Read(["Limit  Soft Limit Hard Limit Units", "Max open files            1024                 524288               files     "]));
        Assert.Equal(int.MaxValue, FileLimit.Read(["Max open files            unlimited            unlimited            files     "]));
        Assert.Equal(1024, FileLimit.Read([]));
        Assert.InRange(FileLimit.OfThisProcess(), 1, int.MaxValue);
    }

    private static List<IDisposable> Enter(ConnectionLimits limits, string kind, string address, int times) =>
        [.. Enumerable.Range(0, times).Select(port => limits.TryEnter(kind, new IPEndPoint(IPAddress.Parse(address), port + 1))).OfType<IDisposable>()];
}
