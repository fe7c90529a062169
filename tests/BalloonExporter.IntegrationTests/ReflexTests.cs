using BalloonExporter.Lab;
using BalloonExporter.Lab.Rescue;

namespace BalloonExporter.IntegrationTests;

/// <summary>What the exporter does by itself for real guests, and which it leaves alone.</summary>
public sealed class ReflexTests(Host host) : IClassFixture<Host>
{
    private const int MaximumMib = 512;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly string[] WhileSaved = ["job_active", "job_unknown", "not_running", "monitor_busy"];

    [Fact]
    public async Task A_squeezed_guest_that_bursts_gets_room_before_anything_in_it_is_killed()
    {
        await using var exporter = await host.StartActingExporterAsync();

        var outcome = await new SqueezedGuest(host.Libvirt, exporter, "squeezed-burst").RunAsync();

        Report.Line($"rescue: larger target {outcome.ToTarget?.TotalSeconds:0.00} s after the beginning of a burst");
        Assert.True(outcome.Survived, exporter.LogTail);
        Assert.NotNull(outcome.ToTarget);
        Assert.InRange(outcome.CurrentMib ?? 0, 450, 1024);
        // The burst was followed in steps of a tenth of a second.
        Assert.InRange((await exporter.MetricsAsync()).Value("balloon_libvirt_monitor_calls_total", ("call", "sample")), 5, 1e6);
    }

    [Fact]
    public async Task An_exporter_killed_in_a_move_leaves_no_domain_below_its_floor_and_the_next_continues()
    {
        var guests = await Guest.StartAllAsync(host.Libvirt, [new GuestOptions("killed-1") { MemoryMib = MaximumMib }, new GuestOptions("killed-2") { MemoryMib = MaximumMib }]);
        try
        {
            var result = await new KillLoop(host.Libvirt, Host.Binary, guests).RunAsync(kills: 3);
            Assert.InRange(result.Moved, 3, int.MaxValue);
        }
        finally
        {
            foreach (var guest in guests)
                await guest.DisposeAsync();
        }
    }

    [Fact]
    public async Task Two_exporters_on_one_host_notice_each_other()
    {
        await using var guest = await StartAsync("fought-over");
        // Each with a lock of its own, as in containers that share nothing but libvirt's socket.
        await using var one = await host.StartActingExporterAsync();
        await using var other = await host.StartActingExporterAsync(null, $"--runtime.path={host.Folder.PathOf("run-other")}");
        await WaitUntilManagedAsync(one, guest);
        await WaitUntilManagedAsync(other, guest);
        // What moves within ten seconds of the first look may still follow the command of a predecessor that was killed.
        await Task.Delay(TimeSpan.FromSeconds(10));

        await WaitForVerdictAsync(one, guest, 400, "applied", null);

        await Wait.UntilAsync("the other steps back", Patience, async () =>
            (await other.MetricsAsync()).Find("balloon_domain_unmanaged", ("domain", guest.Name), ("reason", "moved_by_other")) == 1);
        Assert.Equal(1, (await other.MetricsAsync()).Value("balloon_domain_foreign_moves_total", ("domain", guest.Name)));
        await WaitForVerdictAsync(other, guest, 350, "refused", "moved_by_other");
        Assert.Equal(0, (await one.MetricsAsync()).Value("balloon_domain_foreign_moves_total", ("domain", guest.Name)));
    }

    [Fact]
    public async Task Of_two_exporters_in_act_mode_one_acts_and_the_other_takes_over_when_it_was_killed()
    {
        var folder = $"--runtime.path={host.Folder.PathOf("run-one")}";
        await using var one = await host.StartActingExporterAsync(null, folder);
        await using var other = await host.StartActingExporterAsync(null, folder);

        Assert.Equal((1, 0), await RoleAsync(one));
        Assert.Equal((0, 1), await RoleAsync(other));
        Assert.Contains(other.Lines, line => line.Text.Contains("Another exporter acts on this host", StringComparison.Ordinal));

        await one.KillAsync();
        await Wait.UntilAsync("the other acts", TimeSpan.FromSeconds(5), async () => await RoleAsync(other) == (1, 0));

        static async Task<(double? Acts, double? Standby)> RoleAsync(ExporterProcess exporter)
        {
            var page = await exporter.MetricsAsync();
            return (page.Value("balloon_feedback_mode", ("mode", "act")), page.Value("balloon_feedback_standby"));
        }
    }

    [Fact]
    public async Task Paused_rebooted_and_saved_guests_are_left_alone_with_the_reason()
    {
        await using var guest = await StartAsync("not-now");
        await using var exporter = await host.StartActingExporterAsync();
        await WaitUntilManagedAsync(exporter, guest);

        await guest.SuspendAsync();
        await WaitForVerdictAsync(exporter, guest, 400, "refused", "not_running");
        await guest.ResumeAsync();
        // Asked when the reboot has been noticed: before, the guest may be moved, and once it has booted the grace may be over.
        var reboot = guest.RebootAsync();
        await Wait.UntilAsync("grace", Patience, async () =>
            (await exporter.MetricsAsync()).Find("balloon_domain_unmanaged", ("domain", guest.Name), ("reason", "grace")) == 1);
        Assert.Equal(("refused", "grace"), await AskAsync(exporter, guest, 400));
        await reboot;
        await WaitUntilManagedAsync(exporter, guest);

        // Saved into a pipe without a reader, so that the job lasts until it was asked about.
        var pipe = host.Folder.PathOf("guests", "saved");
        Assert.Equal(0, (await Command.RunAsync("mkfifo", "--mode=666", pipe)).Code);
        await using var end = new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite);
        var saving = host.Libvirt.Virsh.RunAsync(["save", guest.Name, pipe]);
        var seen = new List<string>();
        await Wait.UntilAsync(
            "refused while it is saved",
            Patience,
            async () =>
            {
                seen.Add((await AskAsync(exporter, guest, 400)).Reason);
                return WhileSaved.Contains(seen[^1]);
            },
            async () => $"{(saving.IsCompleted ? await saving : "still saved")} {string.Join(' ', seen)}");
        var (_, reason) = await AskAsync(exporter, guest, 380);
        Assert.Contains(reason, WhileSaved);
        var emptying = EmptyAsync(pipe);
        await saving;
        await end.DisposeAsync();
        await emptying;
        Assert.Equal(("refused", "unknown_domain"), await AskAsync(exporter, guest, 400));
    }

    [Fact]
    public async Task A_guest_whose_driver_was_unloaded_is_left_alone_when_its_statistics_are_old()
    {
        await using var guest = await StartAsync("no-driver-any-more");
        await guest.FillAsync("used", 220);
        await using var exporter = await host.StartActingExporterAsync();
        await WaitUntilManagedAsync(exporter, guest);
        await WaitForVerdictAsync(exporter, guest, 460, "applied", null);

        await guest.UnloadDriverAsync();

        // Less than half of what it has was usable, and could be gone within seconds: without a figure it gets all that it was sold.
        await Wait.UntilAsync("rescued without a figure", Patience, async () =>
        {
            var page = await exporter.MetricsAsync();
            return page.Find("balloon_domain_rescues_total", ("domain", guest.Name), ("trigger", "silent")) == 1
                && page.Find("balloon_domain_target_bytes", ("domain", guest.Name)) == MaximumMib * (1L << 20);
        });
        await WaitForVerdictAsync(exporter, guest, 400, "refused", "stale_statistics");
    }

    private async Task<Guest> StartAsync(string name)
    {
        var guest = await Guest.StartAsync(host.Libvirt, new GuestOptions(name) { MemoryMib = MaximumMib });
        await guest.WaitUntilBootedAsync();
        return guest;
    }

    private static async Task EmptyAsync(string pipe)
    {
        await using var from = new FileStream(pipe, FileMode.Open, FileAccess.Read);
        await from.CopyToAsync(Stream.Null);
    }

    private static Task<TimeSpan> WaitUntilManagedAsync(ExporterProcess exporter, Guest guest) => Wait.UntilAsync("managed", Patience, async () =>
    {
        var page = await exporter.MetricsAsync();
        return page.Find("balloon_domain_managed", ("domain", guest.Name)) == 1 && page.Find("balloon_domain_working_set_bytes", ("domain", guest.Name)) is not null;
    });

    private static async Task<(string Verdict, string Reason)> AskAsync(ExporterProcess exporter, Guest guest, long targetMib)
    {
        var result = Assert.Single(Payload.Results((await exporter.PostFeedbackAsync(Payload.Of(Payload.Alert(guest.Uuid, targetMib)))).Body));
        return (result.Verdict, result.Reason);
    }

    private static async Task WaitForVerdictAsync(ExporterProcess exporter, Guest guest, long targetMib, string verdict, string? reason)
    {
        (string Verdict, string Reason) last = default;
        await Wait.UntilAsync(
            $"{verdict} {reason}",
            Patience,
            async () => (last = await AskAsync(exporter, guest, targetMib)).Verdict == verdict && (reason is null || last.Reason == reason),
            () => Task.FromResult($"{last}\n{exporter.LogTail}"));
    }
}
