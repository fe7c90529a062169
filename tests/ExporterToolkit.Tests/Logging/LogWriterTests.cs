using System.Diagnostics;
using System.IO.Pipes;
using System.Text;
using ExporterToolkit.Logging;

namespace ExporterToolkit.Tests.Logging;

/// <summary>The log on real pipes and devices.</summary>
public sealed class LogWriterTests : IDisposable
{
    // More than any pipe of this machine holds.
    private const int PipeBytes = 1024 * 1024;

    private readonly AnonymousPipeServerStream _reader = new(PipeDirection.In);

    private int Descriptor => (int)_reader.ClientSafePipeHandle.DangerousGetHandle();

    public void Dispose() => _reader.Dispose();

    [Fact]
    public async Task A_line_is_written_when_the_flush_ends()
    {
        using var log = new LogWriter(Descriptor);

        log.Write(Line("one"), isAudit: true);
        log.Write(Line("two"), isAudit: false);
        Assert.True(await log.FlushAsync());

        Assert.Equal("one\ntwo\n", Read(8));
        Assert.Equal((0, 0, false), (log.AuditErrors, log.DroppedLines, log.IsStuck));
    }

    [Fact]
    public async Task A_stuck_reader_delays_no_caller_for_more_than_a_second_and_gets_all_audit_lines_later()
    {
        using var log = new LogWriter(Descriptor);
        Fill(log, out var filling);

        var watch = Stopwatch.StartNew();
        log.Write(Line("applying 1"), isAudit: true);
        Assert.False(await log.FlushAsync());
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3));
        await UntilAsync(() => log is { IsStuck: true, AuditErrors: 1, DroppedLines: > 0 });

        // Once that is known no caller waits any more.
        log.Write(Line("applying 2"), isAudit: true);
        log.Write(Line("chatter"), isAudit: false);
        var flush = log.FlushAsync();
        Assert.True(flush.IsCompleted);
        Assert.False(await flush);

        // Lines were begun, so the first that follows is whole.
        var text = ReadTo("applying 2\n");
        Assert.Contains("applying 1\n", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.True(line.StartsWith("applying", StringComparison.Ordinal) || line == "chatter" || line == filling, line));
        await UntilAsync(() => !log.IsStuck);
        log.Write(Line("applying 3"), isAudit: true);
        Assert.True(await log.FlushAsync());
        Assert.InRange(log.AuditErrors, 1, 2);
    }

    [Fact]
    public async Task A_full_disk_costs_every_audit_line_an_error_at_once()
    {
        using var full = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write);
        using var log = new LogWriter((int)full.DangerousGetHandle());
        var watch = Stopwatch.StartNew();

        // Waited for, each would take its second.
        for (var count = 1; count <= 20; count++)
        {
            log.Write(Line("applying"), isAudit: true);
            Assert.False(await log.FlushAsync());
            await UntilAsync(() => log.AuditErrors == count && log.IsStuck);
        }

        log.Write(Line("chatter"), isAudit: false);
        await UntilAsync(() => log is { AuditErrors: 20, DroppedLines: 1 });
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1_000_000)]
    [InlineData(null)]
    public async Task A_descriptor_that_is_closed_or_has_no_reader_is_an_error_and_nothing_more(int? closed)
    {
        using var log = new LogWriter(closed ?? Descriptor);
        if (closed is null)
            _reader.SafePipeHandle.Close();

        log.Write(Line("applying"), isAudit: true);

        Assert.False(await log.FlushAsync());
        Assert.Equal(1, log.AuditErrors);
    }

    [Fact]
    public void Where_standard_error_was_closed_its_number_is_another_file()
    {
        Assert.False(StandardError.IsInherited(1_000_000));
        Assert.False(StandardError.IsInherited(Descriptor));
        Assert.True(StandardError.IsInherited(2));
    }

    [Fact]
    public void What_waits_for_a_stream_that_takes_nothing_is_bounded_and_what_is_lost_is_counted()
    {
        using var log = new LogWriter(Descriptor);
        Fill(log, out _);
        var line = new byte[1000];
        var before = log.DroppedLines;
        var watch = Stopwatch.StartNew();

        for (var count = 0; count < 10_000; count++)
        {
            log.Write(line, isAudit: true);
            log.Write(line, isAudit: false);
        }

        // One second in all, and not one for each line.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(4));
        Assert.InRange(log.AuditErrors, 7_000, 10_000);
        Assert.InRange(log.DroppedLines - before, 9_500, 11_000);
    }

    [Fact]
    public async Task A_burst_is_slowed_down_to_what_is_read_and_loses_nothing()
    {
        using var log = new LogWriter(Descriptor);
        var read = Task.Run(() => Read(10_000 * 1000).Length);
        var line = Line(new string('x', 999));

        for (var count = 0; count < 10_000; count++)
            log.Write(line, isAudit: true);

        Assert.Equal(10_000 * 1000, await read);
        Assert.Equal(0, log.AuditErrors);
    }

    [Fact]
    public void What_is_queued_is_written_at_the_end()
    {
        using (var log = new LogWriter(Descriptor))
        {
            for (var count = 0; count < 20; count++)
                log.Write(Line("last words"), isAudit: count % 2 == 0);
        }

        Assert.Equal(20 * "last words\n".Length, Read(20 * "last words\n".Length).Length);
    }

    [Fact]
    public async Task The_end_waits_for_a_reader_that_is_slow_and_loses_no_audit_line()
    {
        using var log = new LogWriter(Descriptor);
        Fill(log, out _);
        await UntilAsync(() => log.DroppedLines > 0);
        for (var count = 0; count < 20; count++)
            log.Write(Line($"applying {count}"), isAudit: true);
        await UntilAsync(() => log.IsStuck);

        var closing = Task.Run(log.Dispose);
        await Task.Delay(TimeSpan.FromSeconds(1));
        var reading = Task.Run(ReadToEnd);
        await closing;
        // There is no other writer.
        _reader.DisposeLocalCopyOfClientHandle();

        var text = await reading;
        Assert.All(Enumerable.Range(0, 20), count => Assert.Contains($"applying {count}\n", text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, 4, 6)]
    [InlineData(false, 0, 3)]
    public void The_end_waits_five_seconds_for_a_reader_that_does_not_read_and_no_longer(bool hasAudit, int least, int most)
    {
        var watch = new Stopwatch();
        using (var log = new LogWriter(Descriptor))
        {
            Fill(log, out _);
            if (hasAudit)
                log.Write(Line("applying"), isAudit: true);
            watch.Start();
        }

        // And what a busy machine adds.
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(least), TimeSpan.FromSeconds(most + 4));
    }

    [Fact]
    public void The_end_does_not_wait_for_a_disk_that_is_full()
    {
        var watch = new Stopwatch();
        using var full = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write);
        using (var log = new LogWriter((int)full.DangerousGetHandle()))
        {
            log.Write(Line("applying"), isAudit: true);
            watch.Start();
        }

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(4));
    }

    private static void Fill(LogWriter log, out string line)
    {
        line = new string('f', 3000);
        for (var bytes = 0; bytes < PipeBytes; bytes += line.Length)
            log.Write(Line(line), isAudit: false);
    }

    private static byte[] Line(string text) => Encoding.UTF8.GetBytes(text + "\n");

    private string Read(int bytes)
    {
        var text = new byte[bytes];
        _reader.ReadExactly(text);
        return Encoding.UTF8.GetString(text);
    }

    private string ReadTo(string end)
    {
        var text = new StringBuilder();
        var buffer = new byte[65536];
        while (!text.ToString().Contains(end, StringComparison.Ordinal) || text[^1] != '\n')
            text.Append(Encoding.UTF8.GetString(buffer, 0, _reader.Read(buffer)));
        return text.ToString();
    }

    private string ReadToEnd()
    {
        using var reader = new StreamReader(_reader, Encoding.UTF8, leaveOpen: true);
        return reader.ReadToEnd();
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10));
            await Task.Delay(10);
        }
    }
}
