using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests.Adversary;

/// <content>Connections without end.</content>
public sealed partial class BoundsTests
{
    [Fact]
    public async Task Hundreds_of_silent_connections_blind_neither_the_reflexes_nor_a_scrape_from_elsewhere()
    {
        var limited = await LimitedBinaryAsync();
        var feedback = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        await using var exporter = await ExporterProcess.StartAsync(host.Folder, limited, Options() with
        {
            LibvirtUri = host.Libvirt.Uri,
            Arguments = [$"--feedback.listen-address={feedback.Authority}"],
        });
        await exporter.MetricsAsync();
        var before = ProcFile.OpenFiles(exporter.ProcessId)!.Value;
        var silent = new List<Socket>();
        try
        {
            for (var number = 0; number < 2 * FileLimit; number++)
                silent.Add(await ConnectAsync(exporter.Address, number % 2 == 0 ? "" : "GET /metrics HTTP/1.1\r\n"));

            // Within the time in which the silent ones are not given up yet.
            using var other = ClientOf("127.0.0.2");
            var page = await other.GetStringAsync(new Uri(exporter.Address, "/metrics"));
            Assert.Contains("\nballoon_libvirt_up 1\n", page, StringComparison.Ordinal);
            Assert.Contains("\nballoon_host_memory_available_bytes ", page, StringComparison.Ordinal);
            using var same = ClientOf("127.0.0.1");
            using var answer = await same.PostAsync(new Uri(feedback, "/api/v1/feedback"), new StringContent("{}"));
            Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized);
            // A sixth of the limit, and what is closed at this moment.
            Assert.InRange(ProcFile.OpenFiles(exporter.ProcessId)!.Value, before, Math.Min(before + (FileLimit / 3), FileLimit - 16));
            Assert.DoesNotContain(exporter.Lines, line => line.Text.Contains("could not be read", StringComparison.Ordinal) || line.Text.Contains("level=error", StringComparison.Ordinal));
            Report.Line($"silent connections: {before} files open before, {ProcFile.OpenFiles(exporter.ProcessId)} under {2 * FileLimit} of them, limit {FileLimit}");
            Assert.Contains(exporter.Lines, line => line.Text.Contains("A connection was refused", StringComparison.Ordinal));
        }
        finally
        {
            silent.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task A_burst_of_connections_takes_no_file_before_the_first_of_them_is_refused()
    {
        await using var exporter = await ExporterProcess.StartAsync(host.Folder, await LimitedBinaryAsync(), Options() with { LibvirtUri = host.Libvirt.Uri });
        await exporter.MetricsAsync();
        var burst = new List<Socket>();
        try
        {
            // All at once, so that the server has no time to refuse one before the next.
            for (var number = 0; number < 2 * FileLimit; number++)
            {
                burst.Add(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false });
                _ = burst[^1].ConnectAsync(IPAddress.Loopback, exporter.Address.Port);
            }

            var most = 0;
            for (var look = 0; look < 40; look++)
            {
                most = Math.Max(most, ProcFile.OpenFiles(exporter.ProcessId) ?? throw new LabException(exporter.LogTail));
                await Task.Delay(50);
            }

            using var other = ClientOf("127.0.0.2");
            var page = await other.GetStringAsync(new Uri(exporter.Address, "/metrics"));
            Assert.Contains("\nballoon_libvirt_up 1\n", page, StringComparison.Ordinal);
            Assert.Contains("\nballoon_host_memory_available_bytes ", page, StringComparison.Ordinal);
            Assert.InRange(most, 1, FileLimit - 8);
        }
        finally
        {
            burst.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    [Trait("suite", "adversary")]
    public async Task Five_hundred_slow_readers_of_pages_do_not_end_the_process_and_keep_no_scrape_waiting()
    {
        await using var exporter = await ExporterProcess.StartAsync(host.Folder, await SmallBinaryAsync(), Options() with { LibvirtUri = await ManyDomainsAsync() });
        await exporter.MetricsAsync();
        var readers = new List<SlowReader>();
        try
        {
            // Two of each address: no address has more than an honest one would.
            for (var number = 0; number < 500; number++)
                readers.Add(SlowReader.Connect(exporter.Address, IPAddress.Parse($"127.0.1.{1 + (number / 2)}"), "/metrics"));
            var (open, most, slowest) = (readers.Count, 0L, TimeSpan.Zero);
            using var honest = ClientOf("127.0.9.9");
            for (var round = 0; round < 30; round++)
            {
                open = readers.Count(reader => reader.Read());
                most = Math.Max(most, exporter.ResidentBytes);
                if (round % 5 == 0)
                {
                    var started = Stopwatch.GetTimestamp();
                    Assert.Contains("\nballoon_libvirt_up 1\n", await honest.GetStringAsync(new Uri(exporter.Address, "/metrics")), StringComparison.Ordinal);
                    slowest = TimeSpan.FromTicks(Math.Max(slowest.Ticks, Stopwatch.GetElapsedTime(started).Ticks));
                }

                await Task.Delay(400);
            }

            Assert.False(exporter.HasExited, exporter.LogTail);
            Assert.True(most < MemoryLimit, $"{most / MiB} MiB resident");
            Assert.Contains(exporter.Lines, line => line.Text.Contains("its client takes too long to read the answer", StringComparison.Ordinal));
            Report.Line($"slow readers: {open} of 500 still open, at most {most / MiB} MiB resident, slowest honest scrape {slowest.TotalMilliseconds:0} ms");
        }
        finally
        {
            readers.ForEach(reader => reader.Dispose());
        }
    }
}
