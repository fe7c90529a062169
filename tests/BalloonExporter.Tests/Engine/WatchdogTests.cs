using BalloonExporter.Engine;
using BalloonExporter.Tests.Fakes;

namespace BalloonExporter.Tests.Engine;

public sealed class WatchdogTests
{
    private readonly RecordingNotifier _systemd = new();

    [Fact]
    public void Each_look_of_a_watched_process_is_reported()
    {
        Watchdog.Of("30000000", null, _systemd).LookMade();
        Watchdog.Of("30000000", $"{Environment.ProcessId}", _systemd).LookMade();

        Assert.Equal(["WATCHDOG=1", "WATCHDOG=1"], _systemd.Told);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("soon", null)]
    [InlineData("30000000", "1")]
    public void A_process_that_is_not_watched_reports_nothing(string? interval, string? process)
    {
        Watchdog.Of(interval, process, _systemd).LookMade();

        Assert.Empty(_systemd.Told);
    }

    [Fact]
    public void Without_a_service_manager_nothing_is_reported() => Watchdog.Of("30000000", null, null).LookMade();
}
