using System.Net;
using System.Net.Sockets;
using BalloonExporter.Lab;
using BalloonExporter.Lab.Soak;

namespace BalloonExporter.IntegrationTests;

/// <summary>The system call filter of the unit, applied to the binary while it works.</summary>
public sealed class UnitFilterTests(Host host) : IClassFixture<Host>
{
    // What .NET's just-in-time compiler needs and the binary of a release does not.
    private const string AlsoForJit = "--also=sched_setaffinity,sched_setscheduler";

    private static readonly string Unit = Repository.PathOf("deploy", "systemd", "balloon-exporter.service");

    [Fact]
    public async Task Nothing_that_the_exporter_does_is_forbidden_by_its_unit()
    {
        await TinyDomains.CreateAsync(host.Libvirt, 1, "filtered");
        await using var exporter = await ExporterProcess.StartAsync(
            host.Folder, await UnderFilterAsync(), new ExporterOptions(host.Libvirt.Uri) { Mode = "act", TokenFile = await host.Folder.WriteAsync("token", "correct-horse-battery-staple\n") });

        var page = await exporter.MetricsAsync();
        Assert.Equal(1, page.Value("balloon_libvirt_up"));
        Assert.All(page.All("balloon_scrape_collector_success"), part => Assert.Equal(1, part.Value));
        Assert.NotNull(page.Find("balloon_domain_state", ("domain", "filtered-0000")));
        Assert.Equal(HttpStatusCode.OK, (await exporter.PauseAsync()).Status);
        // The reflexes look, and answer to a word too.
        await Task.Delay(TimeSpan.FromSeconds(2));
        Assert.Equal(1, (await exporter.MetricsAsync()).Value("balloon_libvirt_up"));
    }

    [Fact]
    public async Task Nor_is_what_it_does_for_encryption_for_its_socket_and_for_keys_that_are_exchanged()
    {
        await TinyDomains.CreateAsync(host.Libvirt, 1, "encrypted");
        var keys = await SoakKeys.CreateAsync(host.Folder);
        var socket = host.Folder.PathOf("filtered.sock");
        var group = (await Command.RunAsync("id", "-gn")).Output.Trim();
        await using var exporter = await ExporterProcess.StartAsync(host.Folder, await UnderFilterAsync(), new ExporterOptions(host.Libvirt.Uri)
        {
            Mode = "act",
            TokenFile = keys.TokenFile,
            ApiSocket = socket,
            TlsConfigFile = await host.Folder.WriteAsync("filtered-web.yml", "tls_server_config: {cert_file: soak-cert.pem, key_file: soak-key.pem}\n"),
            Arguments = [$"--api.socket-group={group}", "--api.socket-mode=0660"],
        });

        for (var exchange = 0; exchange < 2; exchange++)
        {
            var page = await exporter.MetricsAsync();
            Assert.Equal(1, page.Value("balloon_libvirt_up"));
            Assert.All(page.All("balloon_scrape_collector_success"), part => Assert.Equal(1, part.Value));
            Assert.Equal(HttpStatusCode.OK, (await exporter.PauseAsync()).Status);
            Assert.Equal(HttpStatusCode.OK, (await exporter.ResumeAsync()).Status);
            Assert.Equal(HttpStatusCode.Unauthorized, (await exporter.PostFeedbackAsync(Payload.Of(), "a-token-that-no-key-has")).Status);
            using var local = new HttpClient(new SocketsHttpHandler { ConnectCallback = async (_, cancel) => await ConnectAsync(socket, cancel) });
            Assert.Contains("encrypted-0000", await local.GetStringAsync(new Uri("http://localhost/api/v1/domains")), StringComparison.Ordinal);
            await keys.RotateAsync();
        }

        Assert.DoesNotContain(exporter.Lines, line => line.Text.Contains("level=error", StringComparison.Ordinal));
    }

    private static async Task<NetworkStream> ConnectAsync(string path, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private async Task<string> UnderFilterAsync()
    {
        var jit = File.Exists(Path.ChangeExtension(Host.Binary, ".dll")) ? AlsoForJit : "";
        var wrapper = await host.Folder.WriteAsync(
            "under-filter", $"#!/bin/sh\nexec /usr/bin/python3 {Repository.PathOf("tests", "unit-filter.py")} {Unit} {jit} {Host.Binary} \"$@\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(wrapper, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return wrapper;
    }
}
