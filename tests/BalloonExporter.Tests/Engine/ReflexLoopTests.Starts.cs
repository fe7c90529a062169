using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Engine;

/// <summary>What the loop does when domains start.</summary>
public sealed partial class ReflexLoopTests
{
    [Fact]
    public async Task After_a_start_all_domains_are_looked_at_once_more()
    {
        Reads(Domain(1));
        for (var second = 0; second < 5; second++)
            await LookAsync();

        _engine.ExpectedStarts.Started(Uuid(2));
        for (var second = 0; second < 4; second++)
            await LookAsync();

        Assert.Equal(2, _reader.Asked.Count);
    }

    [Fact]
    public async Task For_a_start_that_is_announced_idle_memory_is_taken_with_the_next_look()
    {
        // Above the mark of RED there are 2 GiB and some: not what a quarter of 32 GiB needs.
        _host.Memory = Memory with { PhysicalAvailableKib = 6 * GiB };
        Reads(Domain(1), Domain(2));
        await LookAsync();
        Assert.Empty(_balloon.Calls);

        _engine.ExpectedStarts.Expect(Uuid(9), 32 * GiB, Now);
        await LookAsync();
        await CallsAsync(2);

        Assert.All(_balloon.Calls, call => Assert.InRange(call.TargetKib, GiB, (4 * GiB) - 1));
        Assert.DoesNotContain(_reader.AskedForSome, asked => asked.Contains(Uuid(9)));
    }
}
