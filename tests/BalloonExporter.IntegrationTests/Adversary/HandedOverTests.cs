using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests.Adversary;

/// <summary>The exporter that acts is killed after a take, and another one that stood by takes over.</summary>
[Trait("suite", "adversary")]
public sealed class HandedOverTests(Host host) : IClassFixture<Host>
{
    private const int MaximumMib = 512;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task An_exporter_that_takes_over_knows_the_previous_target_and_takes_nothing_yet()
    {
        await using var guest = await Guest.StartAsync(host.Libvirt, new GuestOptions("handed-over") { MemoryMib = MaximumMib });
        await guest.WaitUntilBootedAsync();
        await using var one = await StartAsync();
        await using var other = await StartAsync();
        await AnsweredAsync(other, guest, 450, "dry_run", null);
        await Wait.UntilAsync("its line", Patience, () => Task.FromResult(
            other.Lines.Any(line => line.Text.Contains("verdict=dry_run", StringComparison.Ordinal) && line.Text.Contains("mode=observe", StringComparison.Ordinal))));
        Assert.Contains("<code>observe</code>", (await other.GetAsync("/")).Body, StringComparison.Ordinal);
        await AnsweredAsync(one, guest, 450, "applied", null);
        var target = (await one.MetricsAsync()).Value("balloon_domain_target_bytes", ("domain", guest.Name));

        await one.KillAsync();

        await Wait.UntilAsync(
            "the other acts and knows",
            Patience,
            async () =>
            {
                var page = await other.MetricsAsync();
                return page.Value("balloon_feedback_mode", ("mode", "act")) == 1
                    && page.Find("balloon_domain_target_bytes", ("domain", guest.Name)) == target
                    && page.Find("balloon_domain_foreign_moves_total", ("domain", guest.Name)) == 0;
            },
            () => Task.FromResult(other.LogTail));
        await AnsweredAsync(other, guest, 400, "refused", "circuit_breaker");
    }

    private Task<ExporterProcess> StartAsync() => ExporterProcess.StartAsync(host.Folder, Host.Binary, new ExporterOptions(host.Libvirt.Uri)
    {
        Mode = "act",
        Grace = "1s",
        StatePath = host.Folder.PathOf("state-of-two"),
    });

    private static async Task AnsweredAsync(ExporterProcess exporter, Guest guest, long targetMib, string verdict, string? reason)
    {
        (string Verdict, string Reason) last = default;
        await Wait.UntilAsync(
            $"{verdict} {reason}",
            Patience,
            async () =>
            {
                var answer = await exporter.PostFeedbackAsync(Payload.Of(Payload.Alert(guest.Uuid, targetMib)));
                (last.Verdict, last.Reason, _, _) = Assert.Single(Payload.Results(answer.Body));
                return last.Verdict == verdict && (reason is null || last.Reason == reason);
            },
            () => Task.FromResult($"{last}\n{exporter.LogTail}"));
    }
}
