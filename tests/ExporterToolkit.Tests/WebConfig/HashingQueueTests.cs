using System.Net;
using ExporterToolkit.WebConfig;

namespace ExporterToolkit.Tests.WebConfig;

public sealed class HashingQueueTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HashingQueue _queue = new();
    private readonly List<int> _served = [];

    [Theory]
    [InlineData(20, 0)]
    [InlineData(50, 49)]
    public async Task Equals_are_served_in_turn_but_in_a_crowd_the_newest_comes_first(int waiting, int first)
    {
        await ServeAsync(waiting, _ => new Standing(false, 0));

        Assert.Equal(first, _served[0]);
        Assert.Equal(waiting, _served.Count);
    }

    [Fact]
    public async Task Known_addresses_come_first_then_those_with_the_fewest_failures()
    {
        await ServeAsync(4, number => new Standing(IsKnown: number == 3, Failures: number == 3 ? 9 : 2 - number));

        Assert.Equal([3, 2, 1, 0], _served);
    }

    // The first of all holds the others until all wait.
    private async Task ServeAsync(int waiting, Func<int, Standing> standing)
    {
        using var begun = new ManualResetEventSlim();
        using var held = new ManualResetEventSlim();
        var all = new List<Task<bool?>>
        {
            _queue.RunAsync(
                IPAddress.Loopback,
                default,
                () =>
                {
                    begun.Set();
                    return held.Wait(Patience);
                },
                default),
        };
        Assert.True(begun.Wait(Patience));
        for (var number = 0; number < waiting; number++)
        {
            var own = number;
            all.Add(_queue.RunAsync(new IPAddress(number + 1), standing(number), () => Serve(own), default));
        }

        held.Set();
        await Task.WhenAll(all).WaitAsync(Patience);
    }

    private bool Serve(int number)
    {
        _served.Add(number);
        return true;
    }
}
