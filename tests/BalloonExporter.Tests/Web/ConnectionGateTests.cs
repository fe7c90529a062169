using System.Net;
using System.Net.Sockets;
using BalloonExporter.Tests.Fakes;

namespace BalloonExporter.Tests.Web;

public sealed class ConnectionGateTests
{
    [Fact]
    public async Task An_idle_connection_without_a_request_is_closed_and_one_with_a_request_is_not()
    {
        await using var exporter = await TestExporter.StartAsync(TestOptions.Observe);
        using var silent = new TcpClient();
        await silent.ConnectAsync(IPAddress.Loopback, exporter.Http.BaseAddress!.Port);
        using var asking = new TcpClient();
        await asking.ConnectAsync(IPAddress.Loopback, exporter.Http.BaseAddress!.Port);
        Assert.StartsWith("HTTP/1.1 200", await AskAsync(asking), StringComparison.Ordinal);
        await exporter.Time.ACallerWaits(TimeSpan.FromSeconds(15));

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
}
