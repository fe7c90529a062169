using System.Collections.Concurrent;
using BalloonExporter.Simulator;
using BalloonExporter.Simulator.Controllers;

namespace BalloonExporter.Core.Tests.Simulation;

/// <summary>Half an hour of a host and more in a second or two; the tables of whole hours are in docs/benchmarks.md.</summary>
public sealed class HourTests
{
    private const int Seed = 1;

    // Until after everybody's peak.
    private const int Seconds = 2200;

    private static readonly ConcurrentDictionary<(string Scenario, Type Controller), Lazy<Score>> Played = new();

    public static TheoryData<string> Scenarios { get; } = new(Scenario.All.Select(scenario => scenario.Name));

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void The_host_never_swaps_and_never_kills(string name)
    {
        var ours = Hour(name, () => new Ours());

        Assert.Equal(0, ours.HostSwap);
        Assert.Equal(0, ours.HostKills);
        Assert.Equal(0, ours.Needless, 0.05);
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Guests_miss_less_than_under_any_rival(string name) => Assert.All(
        [Hour(name, () => new FreeMemoryWalker()), Hour(name, () => new SharesWalker()), Hour(name, () => new EqualFraction())],
        rival => Assert.InRange(Hour(name, () => new Ours()).Missed, 0, rival.Missed));

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Fewer_programs_are_killed_than_under_those_who_walk(string name) => Assert.All(
        [Hour(name, () => new FreeMemoryWalker()), Hour(name, () => new SharesWalker())],
        rival => Assert.InRange(Hour(name, () => new Ours()).GuestKills, 0, rival.GuestKills));

    [Fact]
    public void Without_the_reflexes_guests_miss_many_times_as_much() => Assert.True(
        Score.Of(Named("caches fill"), new Ours(reflexes: false), Seed, Seconds).Missed > 20 * Hour("caches fill", () => new Ours()).Missed);

    [Fact]
    public void With_the_reflexes_a_slow_plan_hardly_matters() =>
        Assert.InRange(Score.Of(Named("caches fill"), new Ours(planEvery: 120), Seed, Seconds).Missed, 0, 20);

    [Fact]
    public void The_same_seed_gives_the_same_time() =>
        Assert.Equal(Score.Of(Named("odd guests"), new Ours(), Seed, seconds: 600), Score.Of(Named("odd guests"), new Ours(), Seed, seconds: 600));

    [Fact]
    public void Not_moving_anything_is_the_worst_there_is() =>
        Assert.True(Score.Of(Named("caches fill"), new Nobody(), Seed, Seconds).HostKills > 100);

    private static Scenario Named(string name) => Scenario.All.Single(scenario => scenario.Name == name);

    private static Score Hour<T>(string name, Func<T> make)
        where T : IController =>
        Played.GetOrAdd((name, typeof(T)), key => new Lazy<Score>(() => Score.Of(Named(key.Scenario), make(), Seed, Seconds))).Value;
}
