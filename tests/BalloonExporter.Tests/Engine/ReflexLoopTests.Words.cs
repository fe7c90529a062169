using BalloonExporter.Tests.Fakes;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Engine;

/// <content>What the log says an exporter does, or would do.</content>
public sealed partial class ReflexLoopTests
{
    [Theory]
    [InlineData(true, "what guests can spare is taken at once", "memory is given back")]
    [InlineData(false, "an exporter that acts would take at once", "an exporter that acts would give memory back")]
    public async Task In_observe_mode_the_log_says_what_would_be_done(bool act, string taken, string given)
    {
        await RestartAsync(act ? TestOptions.Act : TestOptions.Observe);
        _host.Memory = Memory with { PhysicalAvailableKib = 3 * GiB };
        Reads(Domain(1), Domain(2));
        await LookAsync();
        _host.Memory = Memory;
        for (var second = 0; second < 650; second++)
            await LookAsync();

        Assert.Contains(taken, Assert.Single(_log.Entries, entry => entry.Fields.ContainsKey("trigger")).Message, StringComparison.Ordinal);
        var abandoned = Assert.Single(_log.Entries, entry => entry.Message.StartsWith("No heartbeat comes", StringComparison.Ordinal));
        Assert.Contains(given, abandoned.Message, StringComparison.Ordinal);
        Assert.Equal(act ? "act" : "observe", abandoned.Fields["mode"]);
    }
}
