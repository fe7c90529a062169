using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests.Adversary;

/// <summary>What others send, and how many of them connect, costs the exporter neither its memory nor its files nor its log.</summary>
public sealed partial class BoundsTests(Host host) : IClassFixture<Host>
{
    private const string Token = "correct-horse-battery-staple";
    private const long MiB = 1024 * 1024;

    // Of the exporter itself, whatever the attack: some 60 MiB with a runtime that compiles as it goes.
    private const long MemoryLimit = 256 * MiB;
    private const long MemoryGrowth = 48 * MiB;
    private const long LogLimit = 2 * MiB;
    private const int FileLimit = 256;

    [Fact]
    public Task Three_seconds_of_huge_and_endless_messages_are_held() => FloodAsync(TimeSpan.FromSeconds(3));

    [Fact]
    [Trait("suite", "adversary")]
    public Task Two_minutes_of_huge_and_endless_messages_are_held() => FloodAsync(TimeSpan.FromMinutes(2));

    [Theory]
    [InlineData("--config.check", "--config.file={0}", 2)]
    [InlineData("--config.check", "--web.config.file={0}", 2)]
    [InlineData("alertmanager-config", "--targets={0}", 1)]
    public async Task A_file_of_a_hundred_thousand_brackets_is_one_clear_line(string command, string flag, int exitCode)
    {
        var file = await host.Folder.WriteAsync("deep.yml", "a: " + new string('[', 100_000));

        var (code, output) = await Command.RunAsync(Host.Binary, command, string.Format(CultureInfo.InvariantCulture, flag, file));

        Assert.Equal(exitCode, code);
        Assert.Contains("nested deeper than 32 levels", Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("suite", "adversary")]
    public async Task A_hundred_who_send_the_largest_messages_at_once_are_told_to_try_again()
    {
        await using var exporter = await ExporterProcess.StartAsync(host.Folder, await SmallBinaryAsync(), Options() with
        {
            LibvirtUri = await ManyDomainsAsync(),
            TokenFile = await host.Folder.WriteAsync("token", Token + "\n"),
        });
        await exporter.MetricsAsync();
        var body = Payload.Of([.. Enumerable.Range(0, 10_000).Select(_ => Payload.Alert(Guid.NewGuid(), 1000))]);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(12));
        var answers = new System.Collections.Concurrent.ConcurrentDictionary<int, int>();
        var senders = Enumerable.Range(0, 100).Select(async number =>
        {
            using var client = ClientOf($"127.0.2.{1 + (number / 20)}");
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    using var answer = await client.PostAsync(new Uri(exporter.Address, "/api/v1/feedback?wait=8s"), new StringContent(body), stop.Token);
                    answers.AddOrUpdate((int)answer.StatusCode, 1, (_, count) => count + 1);
                }
                catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException)
                {
                    // Cut off while it sends: its answer was there before.
                }
            }
        }).ToList();
        var most = 0L;
        while (!stop.IsCancellationRequested)
        {
            most = Math.Max(most, exporter.ResidentBytes);
            await Task.Delay(100);
        }

        await Task.WhenAll(senders);
        Assert.False(exporter.HasExited, exporter.LogTail);
        Assert.Equal(HttpStatusCode.OK, (await exporter.GetAsync("/-/healthy")).Status);
        Assert.Contains("balloon_libvirt_up 1", (await exporter.GetAsync("/metrics")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain(500, answers.Keys);
        Assert.True(answers.GetValueOrDefault(200) > 0 && answers.GetValueOrDefault(503) > 0, string.Join(' ', answers));
        Assert.True(most < MemoryLimit, $"{most / MiB} MiB resident");
        Report.Line($"a hundred senders of 10,000 alerts: {string.Join(' ', answers)}, at most {most / MiB} MiB resident");
    }

    private async Task FloodAsync(TimeSpan length)
    {
        await using var exporter = await ExporterProcess.StartAsync(host.Folder, Host.Binary, Options() with { TokenFile = await host.Folder.WriteAsync("token", Token + "\n") });
        using var flood = new Flood(exporter.Address, Token);
        using var stop = new CancellationTokenSource(length);
        var started = Stopwatch.GetTimestamp();
        var running = flood.RunAsync(stop.Token);
        long most = 0, early = 0;
        while (!running.IsCompleted)
        {
            await Task.Delay(50);
            most = Math.Max(most, exporter.ResidentBytes);
            if (Stopwatch.GetElapsedTime(started) < length / 3)
                early = most;
        }

        await running;
        Assert.False(exporter.HasExited, exporter.LogTail);
        Assert.Equal(HttpStatusCode.OK, (await exporter.GetAsync("/-/healthy")).Status);
        Assert.True(flood.Sent > length.TotalSeconds, $"{flood.Sent} messages");
        Assert.Equal(0, flood.ServerErrors);
        Assert.True(most < MemoryLimit, $"{most / MiB} MiB resident");
        if (length > TimeSpan.FromMinutes(1))
            Assert.True(most - early < MemoryGrowth, $"{early / MiB} MiB grew to {most / MiB} MiB");
        var logged = exporter.Lines.Sum(line => (long)line.Text.Length);
        Assert.True(logged < LogLimit, $"{logged / MiB} MiB of log");
        using var client = ClientOf("127.0.0.1");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        var decisions = await client.GetStringAsync(new Uri(exporter.Address, "/api/v1/decisions"));
        Assert.InRange(decisions.Length, 1000, 4 * MiB);
        Report.Line($"flood of {length.TotalSeconds:0} s: {flood.Sent} messages, at most {most / MiB} MiB resident, {logged / 1024} KiB of log");
    }

    private static ExporterOptions Options() => new("qemu:///session?socket=/nonexistent") { Mode = "act" };

    private async Task<string> LimitedBinaryAsync()
    {
        var script = await host.Folder.WriteAsync("limited", $"#!/bin/sh\nulimit -n {FileLimit}\nexec '{Host.Binary}' \"$@\"\n");
        await Command.RunAsync("chmod", "+x", script);
        return script;
    }

    // As the unit's MemoryMax=256M makes the runtime hold its heap.
    private async Task<string> SmallBinaryAsync()
    {
        var script = await host.Folder.WriteAsync("small", $"#!/bin/sh\nexport DOTNET_GCHeapHardLimit=0xC000000\nexec '{Host.Binary}' \"$@\"\n");
        await Command.RunAsync("chmod", "+x", script);
        return script;
    }

    // libvirt's own test driver: three hundred domains, and no QEMU.
    private async Task<string> ManyDomainsAsync()
    {
        var domains = Enumerable.Range(1000, 300).Select(number =>
            $"<domain type='test' id='{number}'><name>d{number}</name><uuid>00000000-0000-0000-0000-00000000{number}</uuid><memory unit='GiB'>4</memory><currentMemory unit='GiB'>2</currentMemory>" +
            "<vcpu>1</vcpu><os><type>hvm</type></os><devices><memballoon model='virtio'/></devices></domain>");
        var file = await host.Folder.WriteAsync("many.xml", "<node><cpu><mhz>2000</mhz><model>x</model><active>4</active><nodes>1</nodes><sockets>1</sockets><cores>4</cores><threads>1</threads></cpu>" +
            $"<memory>67108864</memory>{string.Concat(domains)}</node>");
        return $"test://{file}";
    }

    private static async Task<Socket> ConnectAsync(Uri address, string start)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address.Host, address.Port);
            if (start.Length > 0)
                await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(start));
        }
        catch (SocketException)
        {
            // Hung up on at once: it holds nothing.
        }

        return socket;
    }

    private static HttpClient ClientOf(string from) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (context, cancel) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { Timeout = TimeSpan.FromSeconds(15) };
}
