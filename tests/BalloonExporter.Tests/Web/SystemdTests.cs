using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using BalloonExporter.Tests.Fakes;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Tests.Web;

/// <summary>The environment belongs to the whole process: these tests run alone.</summary>
[CollectionDefinition(nameof(SystemdTests), DisableParallelization = true)]
[Collection(nameof(SystemdTests))]
public sealed class SystemdTests
{
    private readonly List<string> _problems = [];

    [Fact]
    public async Task Systemd_is_told_when_pages_are_served_and_when_the_end_begins()
    {
        var path = Path.Combine(Path.GetTempPath(), $"notify-{Guid.NewGuid():N}");
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(path));
        systemd.ReceiveTimeout = 5000;
        Environment.SetEnvironmentVariable("NOTIFY_SOCKET", path);
        try
        {
            await using var exporter = await TestExporter.StartAsync();
            Assert.Equal("READY=1", Receive(systemd));
            await exporter.StopAsync();
            Assert.Equal("STOPPING=1", Receive(systemd));
        }
        finally
        {
            Environment.SetEnvironmentVariable("NOTIFY_SOCKET", null);
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_socket_that_was_handed_over_is_served_instead_of_the_address()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var sockets = ActivatedSocket.Read(Handed(listener), Environment.ProcessId, _problems, Descriptor(listener));
        Assert.Equal([new ActivatedSocket(Descriptor(listener), SocketPurpose.Metrics)], sockets);
        // It is the server's to close now.
        listener.Server.SafeHandle.SetHandleAsInvalid();

        await using var exporter = await TestExporter.StartAsync(TestOptions.Observe with { Sockets = sockets });
        using var response = await exporter.Http.GetAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/metrics")));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Single(exporter.Addresses);
    }

    [Theory]
    [InlineData("feedback", "Feedback")]
    [InlineData("metrics", "Metrics")]
    [InlineData("", "Metrics")]
    public void A_socket_serves_what_its_name_says(string name, string serves)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var socket = Assert.Single(ActivatedSocket.Read(Handed(listener, name), Environment.ProcessId, _problems, Descriptor(listener)));

        Assert.Equal(serves, socket.Serves.ToString());
    }

    [Fact]
    public void A_network_socket_is_not_the_socket_of_the_API()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        Assert.Empty(ActivatedSocket.Read(Handed(listener, "api"), Environment.ProcessId, _problems, Descriptor(listener)));
        Assert.Contains("not a UNIX socket", Assert.Single(_problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Sockets_for_another_process_are_not_ours()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        Assert.Empty(ActivatedSocket.Read(Handed(listener), Environment.ProcessId + 1, _problems, Descriptor(listener)));
        Assert.Empty(ActivatedSocket.Read(new Dictionary<string, string>(), Environment.ProcessId, _problems));
    }

    [Fact]
    public void What_is_no_socket_is_told()
    {
        using var file = File.OpenHandle("/dev/null");
        var environment = new Dictionary<string, string> { ["LISTEN_PID"] = Number(Environment.ProcessId), ["LISTEN_FDS"] = "1" };

        Assert.Empty(ActivatedSocket.Read(environment, Environment.ProcessId, _problems, (int)file.DangerousGetHandle()));
        Assert.Contains("LISTEN_FDS=1", Assert.Single(_problems), StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Handed(TcpListener listener, string name = "")
    {
        Assert.NotEqual(0, Descriptor(listener));
        return new() { ["LISTEN_PID"] = Number(Environment.ProcessId), ["LISTEN_FDS"] = "1", ["LISTEN_FDNAMES"] = name };
    }

    private static int Descriptor(TcpListener listener) => (int)listener.Server.Handle;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Receive(Socket socket)
    {
        var buffer = new byte[256];
        return Encoding.UTF8.GetString(buffer, 0, socket.Receive(buffer));
    }
}
