using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

public sealed class StatisticsPeriodTests(Host host) : IClassFixture<Host>
{
    private const string Period = "balloon_domain_guest_stats_period_seconds";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task In_act_mode_a_period_above_two_seconds_or_none_becomes_two_and_a_shorter_one_stays()
    {
        await using var never = await StartAsync("asked-never", null);
        await using var rarely = await StartAsync("asked-rarely", 10);
        await using var often = await StartAsync("asked-often", 1);
        await using var exporter = await host.StartActingExporterAsync();

        await Wait.UntilAsync("periods set", Patience, async () =>
        {
            var page = await exporter.MetricsAsync();
            return page.Find(Period, ("domain", never.Name)) == 2 && page.Find(Period, ("domain", rarely.Name)) == 2;
        });
        Assert.Equal(1, (await exporter.MetricsAsync()).Value(Period, ("domain", often.Name)));
        Assert.Contains("<stats period='2'/>", await host.Libvirt.Virsh.XmlAsync(never.Name), StringComparison.Ordinal);

        // A domain that starts while the exporter runs, too.
        await using var late = await StartAsync("asked-late", null);
        await Wait.UntilAsync("period of the late one set", Patience, async () =>
            (await exporter.MetricsAsync()).Find(Period, ("domain", late.Name)) == 2);
        // A domain that is read while it is set is set twice: that changes nothing.
        var set = exporter.Lines.Where(line => line.Text.Contains("asked for statistics regularly", StringComparison.Ordinal));
        Assert.Equal(3, set.Select(line => Logfmt.Parse(line.Text)["uuid"]).Distinct().Count());
    }

    [Fact]
    public async Task With_period_0_and_in_observe_mode_periods_are_left_alone()
    {
        await using var never = await StartAsync("left-alone", null);
        await using var acting = await host.StartActingExporterAsync(null, "--guest-stats.period=0");
        await using var observing = await ExporterProcess.StartAsync(host.Folder, Host.Binary, new ExporterOptions(host.Libvirt.Uri));
        foreach (var exporter in (ExporterProcess[])[acting, observing])
        {
            Assert.Equal(0, (await exporter.MetricsAsync()).Value(Period, ("domain", never.Name)));
            // Long enough for an exporter that would set it: the other test sees it done within a second.
            await Task.Delay(TimeSpan.FromSeconds(2));
            Assert.Equal(0, (await exporter.MetricsAsync()).Value(Period, ("domain", never.Name)));
        }
    }

    [Fact]
    public async Task A_guest_with_little_left_is_asked_every_second_until_it_has_its_memory_back()
    {
        await using var guest = await StartAsync("tight", 2, memoryMib: 512);
        await guest.WaitUntilBootedAsync();
        await using var exporter = await host.StartActingExporterAsync();
        Assert.Equal(2, (await exporter.MetricsAsync()).Value(Period, ("domain", guest.Name)));

        await guest.SetMemoryAsync(300);
        await Wait.UntilAsync("asked every second", Patience, async () => (await exporter.MetricsAsync()).Find(Period, ("domain", guest.Name)) == 1);
        await guest.SetMemoryAsync(512);
        await Wait.UntilAsync("asked as before", Patience, async () => (await exporter.MetricsAsync()).Find(Period, ("domain", guest.Name)) == 2);
    }

    private Task<Guest> StartAsync(string name, int? period, int memoryMib = 256) =>
        Guest.StartAsync(host.Libvirt, new GuestOptions(name) { MemoryMib = memoryMib, StatsPeriodSeconds = period });
}
