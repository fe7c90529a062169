using BalloonExporter.Core.Model;
using BalloonExporter.Tests.Fakes;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Engine;

/// <content>What holds from the moment of acceptance on, and in the next process.</content>
public sealed partial class RestarterTests
{
    [Fact]
    public async Task One_of_a_domain_in_a_minute_holds_for_the_next_process_too()
    {
        var restarter = Start();
        await restarter.RequestAsync(Request(1), CancellationToken.None);
        await UntilAsync(restarter, RestartPhase.Done);

        var next = Start();
        await UntilAsync(() => next.Of(Uuid(1)) is not null);
        Assert.Equal(RestartRefusal.TooSoon, (await next.RequestAsync(Request(1), CancellationToken.None)).Refusal);
        Assert.Equal([PowerCall.Shutdown, PowerCall.Start], _power.Calls);
    }

    [Fact]
    public async Task A_restart_can_be_left_from_the_moment_on_that_it_is_accepted()
    {
        _power.Listens = false;
        var restarter = Start();
        for (var number = 1; number <= 4; number++)
        {
            _power[Uuid(number)] = FakeDomainPower.Running(number);
            Assert.Null((await restarter.RequestAsync(Request(number), CancellationToken.None)).Refusal);
            Assert.Equal(RestartPhase.StillRunning, restarter.Leave(Uuid(number), "uid:0")?.Phase);
        }
    }
}
