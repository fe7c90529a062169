using BalloonExporter.Core.Model;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Engine;

/// <content>Requests that are decided together.</content>
public sealed partial class FeedbackLoopTests
{
    [Fact]
    public async Task Releases_come_before_grants()
    {
        _reader.Reads(Host(Domain(1, 2 * GiB), Domain(2)));

        await Task.WhenAll(_loop.Submit([Request(1, 3 * GiB), Request(2, ReleaseTargetKib)])).WaitAsync(Patience);

        Assert.Equal([(Uuid(2), ReleaseTargetKib), (Uuid(1), 3 * GiB)], _balloon.Calls);
    }

    [Fact]
    public async Task Grants_wait_until_the_releases_are_done()
    {
        var release = new TaskCompletionSource<BalloonOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _balloon.Answer = uuid => uuid == Uuid(2) ? release.Task : Task.FromResult(BalloonOutcome.Accepted);
        _reader.Reads(Host(Domain(1, 2 * GiB), Domain(2)));

        var answers = _loop.Submit([Request(1, 3 * GiB), Request(2, ReleaseTargetKib)]);
        await _balloon.FirstCalled.Task;
        Assert.Equal([(Uuid(2), ReleaseTargetKib)], _balloon.Calls);
        release.SetResult(BalloonOutcome.Accepted);
        await Task.WhenAll(answers).WaitAsync(Patience);

        Assert.Equal(2, _balloon.Calls.Count);
    }

    [Fact]
    public async Task Grants_of_one_batch_share_the_room()
    {
        // 1.28 GiB are the reserve of a host of 64 GiB.
        _reader.Reads(Host(Domain(1, 2 * GiB), Domain(2, 2 * GiB)) with
        {
            Memory = Memory with { PhysicalAvailableKib = (long)(64 * GiB * 0.02) + (3 * GiB) },
        });

        var decisions = await Task.WhenAll(_loop.Submit([Request(1, 4 * GiB), Request(2, 4 * GiB)])).WaitAsync(Patience);

        Assert.Equal(3 * GiB, decisions.Sum(decision => decision.ToKib - decision.FromKib));
        Assert.Equal([DecisionReason.AsRequested, DecisionReason.HostRoom], decisions.Select(decision => decision.Reason));
    }

    [Fact]
    public async Task Grants_of_the_last_15_seconds_count_in_the_next_batch()
    {
        var host = Host(Domain(1, 2 * GiB), Domain(2, 2 * GiB)) with { Memory = Memory with { PhysicalAvailableKib = (long)(64 * GiB * 0.02) + (2 * GiB) } };
        _reader.Reads(host);
        await AskOne(Request(1, 4 * GiB));

        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(DecisionReason.HostRoom, (await AskOne(Request(2, 4 * GiB))).Reason);
    }

    [Fact]
    public async Task Of_requests_that_wait_the_newest_of_a_domain_wins()
    {
        var firstRead = new TaskCompletionSource<HostSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
        _reader.Answer = () => firstRead.Task;
        var busy = _loop.Submit([Request(2, ReleaseTargetKib)])[0];
        await _reader.FirstAsked.Task;

        // The loop is busy reading: these wait.
        _reader.Reads(Host(Domain(1), Domain(2)));
        var older = _loop.Submit([Request(1, ReleaseTargetKib, second: -3)])[0];
        var newer = _loop.Submit([Request(1, ReleaseTargetKib + MiB, second: -1)])[0];
        var oldest = _loop.Submit([Request(1, ReleaseTargetKib + (2 * MiB), second: -9)])[0];
        Assert.Equal(DecisionReason.Superseded, (await older).Reason);
        Assert.Equal(DecisionReason.Superseded, (await oldest).Reason);
        firstRead.SetResult(Host(Domain(2)));

        Assert.Equal(Verdict.Applied, (await busy.WaitAsync(Patience)).Verdict);
        Assert.Equal(ReleaseTargetKib + MiB, (await newer.WaitAsync(Patience)).ToKib);
        Assert.Equal([(Uuid(2), ReleaseTargetKib), (Uuid(1), ReleaseTargetKib + MiB)], _balloon.Calls);
    }

    [Fact]
    public async Task A_grant_short_of_room_waits_until_what_was_released_has_landed()
    {
        var noRoom = Memory with { PhysicalAvailableKib = (long)(64 * GiB * 0.02) };
        var reads = 0;
        _reader.Answer = () => Task.FromResult(Host(Domain(1, 2 * GiB), Domain(2)) with
        {
            Memory = ++reads < 3 ? noRoom : noRoom with { PhysicalAvailableKib = noRoom.PhysicalAvailableKib + (200 * MiB) },
        });

        var answers = _loop.Submit([Request(1, (2 * GiB) + (150 * MiB)), Request(2, ReleaseTargetKib)]);
        await PassUntil(answers[0]);

        Assert.Equal((Verdict.Applied, DecisionReason.AsRequested), ((await answers[0]).Verdict, (await answers[0]).Reason));
        Assert.Equal([(Uuid(2), ReleaseTargetKib), (Uuid(1), (2 * GiB) + (150 * MiB))], _balloon.Calls);
    }

    [Fact]
    public async Task A_grant_does_not_wait_for_ever_for_what_does_not_land()
    {
        _reader.Reads(Host(Domain(1, 2 * GiB), Domain(2)) with { Memory = Memory with { PhysicalAvailableKib = (long)(64 * GiB * 0.02) } });

        var answers = _loop.Submit([Request(1, 3 * GiB), Request(2, ReleaseTargetKib)]);
        await PassUntil(answers[0]);

        Assert.Equal((Verdict.Refused, DecisionReason.HostRoom), ((await answers[0]).Verdict, (await answers[0]).Reason));
        Assert.Equal(Verdict.Applied, (await answers[1]).Verdict);
    }
}
