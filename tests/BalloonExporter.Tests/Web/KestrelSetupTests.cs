using System.Net;
using System.Net.Sockets;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Web;
using ExporterToolkit.Configuration;
using ExporterToolkit.WebConfig;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace BalloonExporter.Tests.Web;

public sealed class KestrelSetupTests
{
    [Fact]
    public void An_address_in_use_ends_the_program_with_an_exit_code()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        Assert.Equal(1, Run(new ListenAddress("127.0.0.1", ((IPEndPoint)other.LocalEndpoint).Port)));
    }

    // 192.0.2.0/24 is for documentation: no machine has such an address.
    [Fact]
    public void An_address_that_this_machine_does_not_have_ends_the_program_with_an_exit_code() =>
        Assert.Equal(1, Run(new ListenAddress("192.0.2.1", 10177)));

    private static int Run(ListenAddress address)
    {
        var options = TestOptions.Observe with { ListenAddresses = [address] };
        var builder = ExporterHost.CreateBuilder(options, ApiSocket.None);
        builder.Services.AddSingleton(new WebConfigFile(null, NullLogger<WebConfigFile>.Instance));
        using var app = builder.Build();
        return new ExporterRun(app, options, ApiSocket.None).Run();
    }
}
