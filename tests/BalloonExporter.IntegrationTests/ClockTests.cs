using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

/// <summary>The exporter's clock is set, its alone, while it acts on a real guest: QEMU's and Linux's clocks stay as they are.</summary>
public sealed class ClockTests(Host host) : IClassFixture<Host>
{
    private const string Faketime = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";
    private const int MaximumMib = 1024;
    private const int SqueezedMib = 400;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private TimeSpan _ahead;

    [Fact]
    public async Task A_clock_that_is_set_back_and_forward_costs_neither_a_plan_nor_a_rescue()
    {
        Assert.True(File.Exists(Faketime), $"{Faketime} is missing: tests/packages.sh tests");
        await SetClockAsync(TimeSpan.Zero);
        // Without deflate-on-OOM, so that nobody but the exporter helps.
        await using var guest = await Guest.StartAsync(host.Libvirt, new GuestOptions("set-clock") { MemoryMib = MaximumMib, Autodeflate = false, StatsPeriodSeconds = 2 });
        await guest.WaitUntilBootedAsync();
        // A plan may not take as much within the time of a test.
        await host.Libvirt.Virsh.RunAsync(["setmem", guest.Name, $"{SqueezedMib + 40}M", "--live"]);
        await Wait.UntilAsync("squeezed", Patience, async () => (await guest.StatisticsAsync()).CurrentKib <= (SqueezedMib + 45) * 1024);
        await using var exporter = await StartAsync();
        var lines = 0;
        exporter.LineWritten += line =>
        {
            if (line.Text.Contains("verdict=applied", StringComparison.Ordinal) && line.Text.Contains("origin=rescue", StringComparison.Ordinal))
                Interlocked.Increment(ref lines);
        };
        await PlanUntilAsync(exporter, guest, SqueezedMib, Applied);

        await SetClockAsync(-Hour);
        await PlanUntilAsync(exporter, guest, SqueezedMib - 30, Applied);
        await guest.FillAsync("burst", 300, 100);
        await Wait.UntilAsync("a rescue", TimeSpan.FromSeconds(5), () => Task.FromResult(Volatile.Read(ref lines) > 0), () => Task.FromResult(exporter.LogTail));
        Assert.False(await guest.OomKilledAsync(), exporter.LogTail);
        await StepIsToldAsync(exporter, "back");

        var rescues = Volatile.Read(ref lines);
        await SetClockAsync(Hour);
        await StepIsToldAsync(exporter, "forward");
        // Nothing was forgotten besides: what was just rescued is left alone for two minutes, not for two that a clock jumped over.
        await PlanUntilAsync(exporter, guest, SqueezedMib, answer => Task.FromResult(answer == ("refused", "cooldown")));
        Report.Line($"clock: {rescues} rescues after it was set back");

        static Task<bool> Applied((string Verdict, string Reason) answer) => Task.FromResult(answer.Verdict == "applied");
    }

    private Task<ExporterProcess> StartAsync() => ExporterProcess.StartAsync(host.Folder, Host.Binary, new ExporterOptions(host.Libvirt.Uri)
    {
        Mode = "act",
        Grace = "8s",
        Environment = new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = Faketime,
            ["FAKETIME_TIMESTAMP_FILE"] = ClockFile,
            ["FAKETIME_NO_CACHE"] = "1",
            // The wall clock alone: neither what durations are counted with nor the times of files.
            ["DONT_FAKE_MONOTONIC"] = "1",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
            ["NO_FAKE_STAT"] = "1",
        },
    });

    private string ClockFile => host.Folder.PathOf("clock");

    private async Task SetClockAsync(TimeSpan ahead)
    {
        _ahead = ahead;
        await File.WriteAllTextAsync(ClockFile + ".new", $"{ahead.TotalSeconds:+0;-0;+0}\n");
        File.Move(ClockFile + ".new", ClockFile, overwrite: true);
    }

    private static Task<TimeSpan> StepIsToldAsync(ExporterProcess exporter, string direction) => Wait.UntilAsync($"step {direction}", Patience, async () =>
        (await exporter.MetricsAsync()).Find("balloon_clock_steps_total", ("direction", direction)) == 1);

    // The plan comes from a Prometheus that has the same clock.
    private async Task PlanUntilAsync(
        ExporterProcess exporter, Guest guest, long targetMib, Func<(string Verdict, string Reason), Task<bool>> isDone)
    {
        (string Verdict, string Reason) last = default;
        await Wait.UntilAsync(
            $"a plan of {targetMib} MiB",
            Patience,
            async () =>
            {
                var alert = Payload.Alert(guest.Uuid, targetMib, evaluatedAt: TimeProvider.System.GetUtcNow() + _ahead);
                var result = Assert.Single(Payload.Results((await exporter.PostFeedbackAsync(Payload.Of(alert))).Body));
                last = (result.Verdict, result.Reason);
                return await isDone(last);
            },
            () => Task.FromResult($"{last}\n{exporter.LogTail}"));
    }
}
