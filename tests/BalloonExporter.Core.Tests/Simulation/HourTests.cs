using System.Collections.Concurrent;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Simulator;
using BalloonExporter.Simulator.Controllers;

namespace BalloonExporter.Core.Tests.Simulation;

/// <summary>Half hours and hours of a host, simulated in a second or two each; the tables are in docs/benchmarks.md.</summary>
public sealed class HourTests
{
    private const int Seed = 1;

    private const int Seconds = 1500;

    private static readonly ConcurrentDictionary<(string Scenario, Type Controller, bool Told), Lazy<Score>> Played = new();

    // The scenarios on which the constants were chosen. docs/benchmarks.md has the results of the others.
    public static TheoryData<string> Scenarios { get; } = new("steady", "caches-fill", "double", "all-peak", "host-emergency", "no-guest-swap", "odd-guests");

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void The_host_never_swaps_and_never_kills(string name)
    {
        var ours = Hour(name, () => new Ours());

        Assert.Equal(0, ours.HostSwap);
        Assert.Equal(0, ours.HostKills);
        Assert.Equal(0, ours.NeedlessGiBHours, 0.05);
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Guests_miss_less_than_under_any_rival(string name) => Assert.All(
        [Hour(name, () => new Mom()), Hour(name, () => new Proxmox()), Hour(name, () => new Squeezed())],
        rival => Assert.InRange(Hour(name, () => new Ours()).Missed, 0, MissedWithTheHosts(rival)));

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Fewer_programs_are_killed_than_under_a_polling_controller(string name) => Assert.All(
        [Hour(name, () => new Mom()), Hour(name, () => new Proxmox())],
        rival => Assert.InRange(Hour(name, () => new Ours()).GuestKills, 0, rival.GuestKills));

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void With_known_guest_swap_fewer_programs_are_killed_than_under_rivals_without_host_swap(string name) => Assert.All(
        new[] { Hour(name, () => new Mom()), Hour(name, () => new Proxmox()), Hour(name, () => new Squeezed()) }.Where(rival => rival.HostSwap == 0),
        rival => Assert.InRange(Told(name).GuestKills, 0, rival.GuestKills));

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void With_known_guest_swap_guests_miss_less_than_under_any_rival(string name) => Assert.All(
        [Hour(name, () => new Mom()), Hour(name, () => new Proxmox()), Hour(name, () => new Squeezed())],
        rival => Assert.InRange(Told(name).Missed, 0, MissedWithTheHosts(rival)));

    [Fact]
    public void A_storm_of_starts_makes_no_host_swap_and_kills_nothing_on_it()
    {
        var storm = Score.Of(ScenarioList.Named("boot-storm"), new Ours(), Seed, 2100);

        Assert.Equal((0, 0), (storm.HostSwap, storm.HostKills));
        Assert.InRange(storm.GuestKills, 0, 1);
    }

    [Fact]
    public void Without_reflexes_guests_miss_many_times_as_much() => Assert.True(
        Score.Of(ScenarioList.Named("caches-fill"), new Ours(reflexes: false), Seed, Seconds).Missed > 20 * Hour("caches-fill", () => new Ours()).Missed);

    [Fact]
    public void With_reflexes_a_slow_plan_hardly_matters() =>
        Assert.InRange(Score.Of(ScenarioList.Named("caches-fill"), new Ours(planEvery: 120), Seed, Seconds).Missed, 0, 20);

    [Fact]
    public void The_same_seed_gives_the_same_figures() =>
        Assert.Equal(Score.Of(ScenarioList.Named("odd-guests"), new Ours(), Seed, seconds: 600), Score.Of(ScenarioList.Named("odd-guests"), new Ours(), Seed, seconds: 600));

    [Fact]
    public void Without_a_controller_the_host_kills_most_guests() =>
        Assert.True(Score.Of(ScenarioList.Named("caches-fill"), new Nobody(), Seed, Seconds).HostKills > 100);

    // What the host swapped of a guest is missing in its memory too.
    private static double MissedWithTheHosts(Score score) => score.Missed + score.HostSwap;

    // Half an hour is enough, except where the event comes later.
    private static int SecondsOf(string name) => name is "all-peak" or "host-emergency" ? 3600 : Seconds;

    private static Score Told(string name) => Hour(name, () => new Ours(limits: new Limits { GuestSwap = new Amount(ScenarioList.Named(name).GuestSwapKib, null) }), told: true);

    private static Score Hour<T>(string name, Func<T> make, bool told = false)
        where T : IController =>
        Played.GetOrAdd((name, typeof(T), told), key => new Lazy<Score>(() => Score.Of(ScenarioList.Named(key.Scenario), make(), Seed, SecondsOf(key.Scenario)))).Value;
}
