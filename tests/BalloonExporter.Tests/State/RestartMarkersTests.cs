using BalloonExporter.Core.Model;
using BalloonExporter.Core.Restarts;
using BalloonExporter.Options;
using BalloonExporter.State;
using BalloonExporter.Tests.Fakes;
using Microsoft.Extensions.Logging;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.State;

public sealed class RestartMarkersTests
{
    private readonly ExporterOptions _options = TestOptions.Act;
    private readonly RecordingLogger<RestartMarkers> _log = new();

    private string Folder => Path.Combine(_options.RuntimeFolder.FullName, "restarts");

    [Fact]
    public void A_restart_is_read_by_the_next_process_as_it_was_written_at_the_same_time_of_the_boot()
    {
        var clock = new SteadyClock(TimeProvider.System);
        var written = Restarting(clock.Now) with { Phase = RestartPhase.StillRunning, Left = true, Tries = 2, Problem = "no memory", IsForced = true };
        Markers(clock).Write(written);

        // Another process has another time line.
        var read = Assert.Single(Markers(new SteadyClock(TimeProvider.System)).Read());

        Assert.InRange((read.Since - written.Since).Duration(), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Equal(written with { Since = default, RequestedAt = default }, read with { Since = default, RequestedAt = default });
        Markers(clock).Remove(Uuid(1));
        Markers(clock).Remove(Uuid(1));
        Assert.Empty(Markers(clock).Read());
    }

    [Fact]
    public void Without_a_folder_there_are_none() => Assert.Empty(Markers(new SteadyClock(TimeProvider.System)).Read());

    [Theory]
    [InlineData("no-uuid.json", "{}")]
    [InlineData("00000000-0000-0000-0000-000000000002.json", "")]
    [InlineData("00000000-0000-0000-0000-000000000002.json", "{}")]
    [InlineData("00000000-0000-0000-0000-000000000002.json", """{"boot":"other","name":"a","by":"b","mode":"graceful","phase":"starting","requestedAt":1,"since":1,"deadlineSeconds":90,"instance":1}""")]
    [InlineData("00000000-0000-0000-0000-000000000002.json", """{"boot":"BOOT","name":"a","by":"b","mode":"graceful","phase":"starting","requestedAt":1,"since":1e18,"deadlineSeconds":90,"instance":1}""")]
    [InlineData("00000000-0000-0000-0000-000000000002.json", """{"boot":"BOOT","name":"a","by":"b","mode":"graceful","phase":99,"requestedAt":1,"since":1,"deadlineSeconds":90,"instance":1}""")]
    public void A_marker_that_cannot_be_read_is_told_and_the_others_are_read(string name, string content)
    {
        var clock = new SteadyClock(TimeProvider.System);
        Markers(clock).Write(Restarting(clock.Now));
        File.WriteAllText(Path.Combine(Folder, name), content.Replace("BOOT", BootTime.Now().Boot, StringComparison.Ordinal));

        Assert.Equal(Uuid(1), Assert.Single(Markers(clock).Read()).Uuid);
        Assert.Single(_log.Entries, entry => entry.Level == LogLevel.Error);
    }

    private RestartMarkers Markers(SteadyClock clock) => new(_options, clock, _log);

    private static Restart Restarting(Moment now) => new()
    {
        Uuid = Uuid(1),
        Name = "guest1",
        By = "key:panel@127.0.0.1",
        Mode = RestartMode.Graceful,
        RequestedAt = now,
        Since = now,
        Deadline = RestartLimits.DefaultDeadline,
        Instance = 7,
        Phase = RestartPhase.ShuttingDown,
    };
}
