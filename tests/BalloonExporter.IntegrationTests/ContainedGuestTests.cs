using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

/// <summary>A guest that swaps for reasons of its own: what it runs has a limit, and the guest itself has memory to use.</summary>
[Trait("suite", "adversary")]
public sealed class ContainedGuestTests(Host host) : IClassFixture<Host>
{
    private const long MiB = 1024 * 1024;
    private const int MaximumMib = 768;
    private const int TargetMib = 700;
    private const int LowerMib = 670;
    private const int LimitMib = 40;
    private const int SwappedMib = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task A_guest_with_a_container_that_swaps_at_its_own_limit_is_not_rescued_and_can_still_give()
    {
        await using var exporter = await host.StartActingExporterAsync();
        await using var guest = await Guest.StartAsync(host.Libvirt, new GuestOptions("contained") { MemoryMib = MaximumMib, DiskMib = 400, Autodeflate = false });
        await guest.WaitUntilBootedAsync();
        await guest.SwapOnAsync();
        await UntilAsync("managed", page => page.Find("balloon_domain_managed", ("domain", guest.Name)) == 1 && Mib(page, "balloon_domain_working_set_bytes") > 0);
        await AskUntilAsync(TargetMib);
        await UntilAsync("taken", page => Mib(page, "balloon_domain_memory_current_bytes") == TargetMib);

        await guest.ContainAsync(LimitMib, mib: 300, mibPerSecond: 12);
        await UntilAsync("swapping", page => Mib(page, "balloon_domain_guest_swap_out_bytes_total") >= SwappedMib);

        var page = await exporter.MetricsAsync();
        var usable = (double)Mib(page, "balloon_domain_guest_memory_usable_bytes")! / TargetMib;
        Report.Line($"contained guest: {Mib(page, "balloon_domain_guest_swap_out_bytes_total")} MiB swapped out, {usable:0.00} of its memory usable");
        Assert.InRange(usable, 0.4, 1);
        Assert.Null(page.Find("balloon_domain_rescues_total", ("domain", guest.Name)));
        Assert.Null(page.Find("balloon_domain_shrink_blocked_until_timestamp_seconds", ("domain", guest.Name)));
        Assert.Equal(TargetMib, Mib(page, "balloon_domain_target_bytes"));
        // It still swaps, and nothing of that is in the way of a plan.
        await AskUntilAsync(LowerMib);

        Task UntilAsync(string what, Func<MetricsPage, bool> holds) => Wait.UntilAsync(
            what, Patience, async () => holds(await exporter.MetricsAsync()), () => Task.FromResult(exporter.LogTail));

        long? Mib(MetricsPage page, string name) => (long?)(page.Find(name, ("domain", guest.Name)) / MiB);

        // A step may be too large at once, and the sample too old.
        Task AskUntilAsync(long targetMib) => Wait.UntilAsync($"{targetMib} MiB", Patience, async () =>
        {
            var answer = await exporter.PostFeedbackAsync(Payload.Of(Payload.Alert(guest.Uuid, targetMib)));
            Assert.DoesNotContain("cooldown", answer.Body, StringComparison.Ordinal);
            return Mib(await exporter.MetricsAsync(), "balloon_domain_target_bytes") == targetMib;
        }, () => Task.FromResult(exporter.LogTail));
    }
}
