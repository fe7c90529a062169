using BalloonExporter.Api;
using BalloonExporter.Options.Keys;
using Microsoft.Extensions.Time.Testing;

namespace BalloonExporter.Tests.Api;

public sealed class ApiPlacesTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Readers_keep_no_caller_from_pausing_and_the_next_one_gets_the_place_that_is_left()
    {
        using var places = new ApiPlaces(_time);
        var taken = new List<IDisposable>();
        for (var count = 0; count < ApiPlaces.Most; count++)
            taken.Add((await places.TryEnterAsync(Scope.Read, CancellationToken.None))!);

        var waiting = places.TryEnterAsync(Scope.Read, CancellationToken.None);
        Assert.NotNull(await places.TryEnterAsync(Scope.Pause, CancellationToken.None));
        Assert.False(waiting.IsCompleted);
        taken[0].Dispose();

        Assert.NotNull(await waiting);
    }

    [Fact]
    public async Task A_caller_without_a_place_waits_for_a_moment_and_is_told()
    {
        using var places = new ApiPlaces(_time);
        for (var count = 0; count < ApiPlaces.Most; count++)
            Assert.NotNull(await places.TryEnterAsync(Scope.Read, CancellationToken.None));
        var waiting = places.TryEnterAsync(Scope.Read, CancellationToken.None);

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Null(await waiting);
    }

    [Fact]
    public async Task Of_messages_only_so_many_bytes_are_worked_on_at_once()
    {
        using var messages = new MessageBudget(_time);
        var half = await messages.TryEnterAsync(MessageBudget.MostBytes / 2, CancellationToken.None);
        Assert.NotNull(await messages.TryEnterAsync(MessageBudget.MostBytes / 2, CancellationToken.None));
        var late = messages.TryEnterAsync(1, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await late);

        var next = messages.TryEnterAsync(1, CancellationToken.None);
        half!.Dispose();

        Assert.NotNull(await next);
    }
}
