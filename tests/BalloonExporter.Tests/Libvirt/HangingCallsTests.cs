using BalloonExporter.Libvirt;

namespace BalloonExporter.Tests.Libvirt;

public sealed class HangingCallsTests
{
    [Fact]
    public void A_call_counts_until_it_returns_and_no_more_are_made_at_the_limit()
    {
        var hanging = new HangingCalls();
        var calls = Enumerable.Range(0, HangingCalls.Maximum).Select(_ => new TaskCompletionSource()).ToList();

        foreach (var call in calls)
        {
            Assert.False(hanging.TooMany);
            hanging.Watch(call.Task);
        }

        Assert.True(hanging.TooMany);
        calls[0].SetException(new InvalidOperationException("late"));
        Assert.False(hanging.TooMany);
        Assert.Equal(HangingCalls.Maximum - 1, hanging.Count);
    }
}
