using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

/// <summary>The exporter's clock is set, its alone, while it acts on a real guest: QEMU's and Linux's clocks stay as they are.</summary>
public sealed class ClockTests(Host host) : IClassFixture<Host>
{
    private const int MaximumMib = 1024;
    private const int SqueezedMib = 400;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private FakedClock? _clock;

    [Fact]
    public async Task A_clock_that_is_set_back_and_forward_costs_neither_a_plan_nor_a_rescue()
    {
        _clock = new FakedClock(host.Folder, "exporter");
        // Without deflate-on-OOM, so that only the exporter helps.
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

        _clock.Set(-Hour);
        await PlanUntilAsync(exporter, guest, SqueezedMib - 30, Applied);
        // Slowly: how fast a rescue is others measure, on a machine that has nothing else to do.
        await guest.FillAsync("burst", 300, 40);
        await Wait.UntilAsync("a rescue", TimeSpan.FromSeconds(5), () => Task.FromResult(Volatile.Read(ref lines) > 0), () => Task.FromResult(exporter.LogTail));
        Assert.False(await guest.OomKilledAsync(), exporter.LogTail);
        await StepIsToldAsync(exporter, "back");

        var rescues = Volatile.Read(ref lines);
        _clock.Set(Hour);
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
        Environment = _clock!.Environment,
    });

    private static Task<TimeSpan> StepIsToldAsync(ExporterProcess exporter, string direction) => Wait.UntilAsync(
        $"step {direction}",
        Patience,
        async () => (await exporter.MetricsAsync()).Find("balloon_clock_steps_total", ("direction", direction)) == 1,
        () => Task.FromResult(string.Join('\n', exporter.Lines.Where(line => line.Text.Contains("The clock was set", StringComparison.Ordinal)).Select(line => line.Text))));

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
                var alert = Payload.Alert(guest.Uuid, targetMib, evaluatedAt: TimeProvider.System.GetUtcNow() + _clock!.Ahead);
                var result = Assert.Single(Payload.Results((await exporter.PostFeedbackAsync(Payload.Of(alert))).Body));
                last = (result.Verdict, result.Reason);
                return await isDone(last);
            },
            () => Task.FromResult($"{last}\n{exporter.LogTail}"));
    }
}
