using BalloonExporter.Core.Model;
using BalloonExporter.Engine;
using BalloonExporter.Tests.Fakes;

namespace BalloonExporter.Tests.Engine;

public sealed class PendingRequestsTests
{
    // After all of them.
    private static readonly Moment Now = Snapshots.Noon.AddHours(1).Steady();

    private readonly PendingRequests _pending = new();

    [Fact]
    public async Task All_that_was_put_up_is_taken_at_once()
    {
        _pending.Submit([Request(1, 10), Request(2, 10)], Now, out _);
        _pending.Submit([Request(3, 10)], Now, out var superseded);

        var taken = await _pending.TakeAsync(CancellationToken.None);

        Assert.Empty(superseded);
        Assert.Equal([Request(1, 10), Request(2, 10), Request(3, 10)], taken.Select(pending => pending.Request).OrderBy(request => request.Uuid));
    }

    [Theory]
    [InlineData(10, 20, 20)]
    [InlineData(20, 10, 20)]
    public async Task Of_two_for_one_domain_the_newest_wins_in_whatever_order_they_come(int first, int second, int winner)
    {
        _pending.Submit([Request(1, first)], Now, out _);
        _pending.Submit([Request(1, second)], Now, out var superseded);

        Assert.Equal(Request(1, winner), Assert.Single(await _pending.TakeAsync(CancellationToken.None)).Request);
        Assert.Equal(Request(1, first + second - winner), Assert.Single(superseded).Request);
    }

    [Fact]
    public async Task A_repetition_does_not_push_out_the_one_that_waits()
    {
        var first = _pending.Submit([Request(1, 10)], Now, out _)[0];
        _pending.Submit([Request(1, 10)], Now, out var superseded);

        var waiting = Assert.Single(await _pending.TakeAsync(CancellationToken.None));
        Assert.Same(first, waiting.Answer.Task);
        Assert.NotSame(waiting, Assert.Single(superseded));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_exporter_has_seen_itself_wins_whatever_the_clocks_say(bool reflexFirst)
    {
        var reflex = Request(1, 10) with { Origin = RequestOrigin.Rescue };
        _pending.Submit([reflexFirst ? reflex : Request(1, 50)], Now, out _);
        _pending.Submit([reflexFirst ? Request(1, 50) : reflex], Now, out _);

        Assert.Equal(reflex, Assert.Single(await _pending.TakeAsync(CancellationToken.None)).Request);
        Assert.True(_pending.IsEmpty);
    }

    [Fact]
    public async Task Taking_waits_until_there_is_something()
    {
        var taking = _pending.TakeAsync(CancellationToken.None);
        Assert.False(taking.IsCompleted);

        _pending.Submit([Request(1, 10)], Now, out _);

        Assert.Single(await taking);
    }

    [Fact]
    public void An_empty_submission_wakes_no_waiter()
    {
        var taking = _pending.TakeAsync(CancellationToken.None);

        Assert.Empty(_pending.Submit([], Now, out var superseded));

        Assert.Empty(superseded);
        Assert.False(taking.IsCompleted);
    }

    [Fact]
    public async Task Waiting_can_be_given_up()
    {
        using var stop = new CancellationTokenSource();
        var taking = _pending.TakeAsync(stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => taking);
    }

    [Fact]
    public void A_request_from_the_future_does_not_push_out_one_from_now()
    {
        _pending.Submit([Request(1, 10)], Snapshots.Noon.AddSeconds(12).Steady(), out _);
        _pending.Submit([Request(1, 71)], Snapshots.Noon.AddSeconds(12).Steady(), out var superseded);

        Assert.Equal(Request(1, 71), Assert.Single(superseded).Request);
    }

    [Fact]
    public async Task Too_many_requests_are_not_kept_but_the_exporters_own_are()
    {
        _pending.Submit(Enumerable.Range(1, PendingRequests.Capacity).Select(number => Request(number, 10)), Now, out _);

        _pending.Submit(
            [Request(PendingRequests.Capacity + 1, 10), Request(1, 20), Request(PendingRequests.Capacity + 2, 10) with { Origin = RequestOrigin.Rescue }],
            Now,
            out var refused);

        Assert.Equal([DecisionReason.TooManyRequests, DecisionReason.Superseded], refused.Select(pending => pending.Refusal));
        Assert.Equal(PendingRequests.Capacity + 1, (await _pending.TakeAsync(CancellationToken.None)).Count);
    }

    [Fact]
    public async Task Superseded_within_one_message_is_all_but_the_newest()
    {
        _pending.Submit([Request(1, 10), Request(1, 30), Request(1, 20)], Now, out var superseded);

        Assert.Equal([Request(1, 10), Request(1, 20)], superseded.Select(pending => pending.Request));
        Assert.All(superseded, pending => Assert.Equal(DecisionReason.Superseded, pending.Refusal));
        Assert.Equal(Request(1, 30), Assert.Single(await _pending.TakeAsync(CancellationToken.None)).Request);
    }

    [Fact]
    public void Superseded_is_the_second_of_two_with_one_evaluation_time()
    {
        var answers = _pending.Submit([Request(1, 10), Request(1, 10)], Now, out var superseded);

        Assert.Equal(DecisionReason.Superseded, Assert.Single(superseded).Refusal);
        Assert.Same(answers[1], superseded[0].Answer.Task);
    }

    private static BalloonRequest Request(int domain, int second) =>
        new(Snapshots.Uuid(domain), 1024, Snapshots.Noon.AddSeconds(second).Steady(), RequestOrigin.Alert, "fp");
}
