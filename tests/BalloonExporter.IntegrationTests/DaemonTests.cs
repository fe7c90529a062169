using System.Net;
using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

public sealed class DaemonTests(Host host) : IClassFixture<Host>
{
    [Fact]
    public async Task A_killed_daemon_costs_its_series_and_nothing_else()
    {
        await using var exporter = await host.StartActingExporterAsync();
        await using var guest = await Guest.StartAsync(host.Libvirt, new GuestOptions("survivor") { MemoryMib = 256 });
        await guest.WaitForStatisticsAsync();
        Assert.Equal(1, (await exporter.MetricsAsync()).Value("balloon_libvirt_up"));
        Assert.Equal(HttpStatusCode.OK, (await exporter.GetAsync("/-/ready")).Status);
        var processId = exporter.ProcessId;

        await host.Libvirt.KillAsync();
        try
        {
            var page = await exporter.GetAsync("/metrics");
            Assert.Equal(HttpStatusCode.OK, page.Status);
            var down = MetricsPage.Parse(page.Body);
            Assert.Equal(0, down.Value("balloon_libvirt_up"));
            Assert.DoesNotContain(down.Samples, sample => sample["domain"] == "survivor");
            // What does not come from libvirt goes on.
            Assert.True(down.Value("balloon_host_memory_total_bytes") > 0);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await exporter.GetAsync("/-/ready")).Status);
            Assert.Equal(HttpStatusCode.OK, (await exporter.GetAsync("/-/healthy")).Status);

            var answer = await exporter.PostFeedbackAsync(Payload.Of(Payload.Alert(guest.Uuid, 256)));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
            var result = Assert.Single(Payload.Results(answer.Body));
            Assert.Equal(("failed", "libvirt_down"), (result.Verdict, result.Reason));
            Assert.Equal(1, (await exporter.MetricsAsync()).Value("balloon_feedback_notifications_total", ("result", "unavailable")));
        }
        finally
        {
            await host.Libvirt.RestartAsync();
        }

        var scrapes = 0;
        await Wait.UntilAsync("up again", TimeSpan.FromSeconds(10), async () =>
        {
            scrapes++;
            var page = await exporter.MetricsAsync();
            return page.Value("balloon_libvirt_up") == 1 && page.Find("balloon_domain_memory_current_bytes", ("domain", "survivor")) is not null;
        });
        Assert.InRange(scrapes, 1, 2);
        Assert.Equal(processId, exporter.ProcessId);
        Assert.False(exporter.HasExited);
        Assert.True((await exporter.MetricsAsync()).Value("balloon_libvirt_reconnects_total") >= 1);
    }
}
