using BalloonExporter.Core.Model;
using BalloonExporter.Tests.Fakes;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Engine;

/// <summary>Which guests the loop has asked for samples on demand.</summary>
public sealed partial class ReflexLoopTests
{
    [Fact]
    public async Task The_five_tightest_guests_are_asked_for_samples_the_tightest_first()
    {
        // From 200 MiB usable to 206: of 2 GiB that lasts for a third of a second.
        Reads([.. Enumerable.Range(1, 7).Select(number => Usable(number, (207 - number) * 1024))]);

        await LookAsync();

        Assert.Equal([Uuid(7), Uuid(6), Uuid(5), Uuid(4), Uuid(3)], _samples.Asked);
    }

    [Fact]
    public async Task Guests_that_are_not_as_tight_are_not_asked_for_samples()
    {
        Reads(Usable(1, 500 * 1024), Domain(2, 2 * GiB), Usable(3, 200 * 1024) with { MonitorAnswered = false }, Usable(4, 200 * 1024) with { StatisticsFresh = false });

        await LookAsync();

        Assert.Empty(_samples.Asked);
    }

    [Fact]
    public async Task In_observe_mode_no_guest_is_asked_for_samples()
    {
        await RestartAsync(TestOptions.Observe);
        Reads(Usable(1, 200 * 1024));

        await LookAsync();

        Assert.Empty(_samples.Asked);
    }

    private static DomainMemory Usable(int number, long usableKib)
    {
        var domain = Domain(number, 2 * GiB);
        return domain with { WorkingSet = domain.WorkingSet! with { Kib = (2 * GiB) - usableKib }, Guest = domain.Guest! with { UsableKib = usableKib } };
    }
}
