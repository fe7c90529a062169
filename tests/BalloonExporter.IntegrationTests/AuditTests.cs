using System.Diagnostics;
using System.Globalization;
using System.Net;
using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

/// <summary>The binary with a log that cannot be written: a full disk, a pipe without a reader, a process that is killed.</summary>
public sealed class AuditTests(Host host) : IClassFixture<Host>
{
    private const int Unknown = 90;
    private const int MaximumMib = 512;
    private const int BeforeMib = 440;
    private const string NonBlocking = "O_NONBLOCK";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // An answer is due within a second of the wait for the log, on a machine that has other things to do.
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task While_the_log_cannot_be_written_memory_is_only_given_until_it_is_read_again()
    {
        await using var guest = await Guest.StartAsync(host.Libvirt, new GuestOptions("audited") { MemoryMib = MaximumMib });
        await guest.WaitForStatisticsAsync();
        // There must be something to give.
        await host.Libvirt.Virsh.RunAsync(["setmem", "audited", $"{BeforeMib}M", "--live"]);
        await Wait.UntilAsync("a smaller balloon", Patience, async () => (await guest.StatisticsAsync()).CurrentKib == BeforeMib * 1024);

        await using (var exporter = await host.LaunchActingExporterAsync(["sh", "-c", "exec \"$@\" 2>/dev/full", "sh"]))
        {
            await ManagedAsync(exporter);
            Assert.Equal(("refused", "audit_unwritable"), await AskAsync(exporter, guest, 400));
            Assert.Equal(BeforeMib * 1024, (await guest.StatisticsAsync()).CurrentKib);
            Assert.Equal("applied", (await AskAsync(exporter, guest, 460)).Verdict);
            await Wait.UntilAsync("the gift", Patience, async () => (await guest.StatisticsAsync()).CurrentKib == 460 * 1024);
            Assert.True((await exporter.MetricsAsync()).Value("balloon_audit_errors_total") >= 3);
            var health = await exporter.GetAsync("/-/healthy");
            Assert.Equal((HttpStatusCode.OK, 2), (health.Status, health.Body.Count(letter => letter == '\n')));
        }

        var pipe = host.Folder.PathOf("log.fifo");
        Assert.Equal(0, (await Command.RunAsync("mkfifo", pipe)).Code);
        // Filled to the brim, with whole lines, before the exporter says its first word.
        await using (var exporter = await host.LaunchActingExporterAsync(
            ["sh", "-c", "exec 3<>\"$0\"; (yes ful | timeout 1 head -c 1048576) >&3 2>/dev/null; exec \"$@\" 2>&3 3>&-", pipe]))
        {
            await ManagedAsync(exporter);
            Assert.Equal(("refused", "audit_unwritable"), await AskAsync(exporter, guest, 420));
            Assert.Equal(HttpStatusCode.OK, (await WithinAsync(exporter.PauseAsync())).Status);
            Assert.Equal(("refused", "paused"), await AskAsync(exporter, guest, 421));
            Assert.Equal(HttpStatusCode.OK, (await WithinAsync(exporter.ResumeAsync())).Status);
            Assert.Equal(460 * 1024, (await guest.StatisticsAsync()).CurrentKib);
            Assert.DoesNotContain(NonBlocking, await FlagsAsync(exporter.ProcessId), StringComparison.Ordinal);

            await using var reader = new LineReader(pipe);
            foreach (var text in (string[])["reason=audit_unwritable", "msg=\"Paused: ", "reason=paused", "msg=Resumed"])
                await Wait.UntilAsync(text, Patience, () => Task.FromResult(reader.Lines.Any(line => line.Contains(text, StringComparison.Ordinal))));
            Assert.All(reader.Lines.Where(line => line != "ful"), line => Assert.StartsWith("ts=", line, StringComparison.Ordinal));

            await Wait.UntilAsync("takes again", Patience, async () => (await AskAsync(exporter, guest, 420)).Verdict == "applied");
            await Wait.UntilAsync("the take", Patience, async () => (await guest.StatisticsAsync()).CurrentKib < 460 * 1024);
            Assert.Contains(reader.Lines, line => line.Contains("msg=applying", StringComparison.Ordinal));
            Assert.DoesNotContain("The audit", (await exporter.GetAsync("/-/healthy")).Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Log_lines_are_written_before_the_answer_even_if_the_process_is_killed_at_once()
    {
        for (var round = 0; round < 3; round++)
        {
            var log = host.Folder.PathOf(string.Create(CultureInfo.InvariantCulture, $"killed-{round}.log"));
            await using var exporter = await host.LaunchActingExporterAsync(["sh", "-c", "exec \"$@\" 2>\"$0\"", log]);
            // Of names that are no domain here a hundred get a line of their own.
            var alerts = Enumerable.Range(0, Unknown).Select(_ => Guid.NewGuid()).ToList();
            var answer = await exporter.PostFeedbackAsync(Payload.Of([.. alerts.Select(uuid => Payload.Alert(uuid, 400))]));
            Assert.True(Signals.SendKill(exporter.ProcessId));

            Assert.Equal(Unknown, Payload.Results(answer.Body).Count);
            var text = await File.ReadAllTextAsync(log);
            Assert.All(alerts, uuid => Assert.Contains($" uuid={uuid} ", text, StringComparison.Ordinal));
        }
    }

    private static async Task ManagedAsync(ExporterProcess exporter) => await Wait.UntilAsync("managed", Patience, async () =>
    {
        var page = await exporter.MetricsAsync();
        return page.Find("balloon_domain_managed", ("domain", "audited")) == 1
            && page.Find("balloon_domain_working_set_bytes", ("domain", "audited")) is not null;
    });

    private static async Task<(string Verdict, string Reason)> AskAsync(ExporterProcess exporter, Guest guest, int mib)
    {
        // Of two with the same second the later one would be a duplicate.
        await Task.Delay(1100);
        var answer = await WithinAsync(exporter.PostFeedbackAsync(Payload.Of(Payload.Alert(guest.Uuid, mib))));
        var result = Assert.Single(Payload.Results(answer.Body));
        return (result.Verdict, result.Reason);
    }

    private static async Task<HttpAnswer> WithinAsync(Task<HttpAnswer> asked)
    {
        var watch = Stopwatch.StartNew();
        var answer = await asked;
        Assert.True(watch.Elapsed < AnswerLimit, $"answered after {watch.Elapsed}");
        return answer;
    }

    // Octal, of the open file, which the process shares with others.
    private static async Task<string> FlagsAsync(int processId)
    {
        var lines = await File.ReadAllLinesAsync($"/proc/{processId}/fdinfo/2");
        var flags = Convert.ToInt32(lines.Single(line => line.StartsWith("flags:", StringComparison.Ordinal))["flags:".Length..].Trim(), 8);
        return (flags & Convert.ToInt32("4000", 8)) == 0 ? "" : NonBlocking;
    }
}
