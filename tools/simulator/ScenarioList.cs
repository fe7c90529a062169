using BalloonExporter.Backtest.History;
using BalloonExporter.Simulator.World;
using static BalloonExporter.Simulator.World.Sizes;

namespace BalloonExporter.Simulator;

/// <summary>All scenarios.</summary>
public static class ScenarioList
{
    private const int Seconds = Scenario.Seconds;

    // After half an hour, when caches have filled the host.
    private const int StormBegins = 1800;
    private const int StormLasts = 120;

    private static readonly Bursts SlowBursts = new()
    {
        PerHour = 3,
        MedianSeconds = 600,
        LongestSeconds = 1800,
        LeastRiseKibPerSecond = MiB,
        MostRiseKibPerSecond = 4 * MiB,
    };

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("steady", "26 guests of 4 GiB on 64 GiB, nothing changes") { Load = (random, _, kib) => GuestLoad.Steady(random, kib, Seconds) },
        new("caches-fill", "as steady with bursts, and caches that fill: 1.6 times what the host has"),
        new("double", "as caches-fill with 32 guests: twice what the host has") { Guests = 32 },
        AllPeak("all-peak", "26 guests, all want 60 to 80 % of their memory for ten minutes: it cannot fit"),
        new("host-emergency", "as caches-fill; after half an hour the host's own programs take 10 GiB more within ten seconds")
        {
            OthersKib = second => (2 * GiB) + (Math.Clamp(second - 1800, 0, 10) * GiB),
        },
        new("no-guest-swap", "as caches-fill, and the guests have no swap") { GuestSwapKib = 0 },
        new("odd-guests", "as caches-fill with eight odd guests: slow, limited, stuck, recovering, rebooting, lying, two silent") { Manner = OddManner },
        WithBursts("bursts-200-no-swap", "as no-guest-swap, all bursts rise by 200 MiB a second", 200 * MiB, swapKib: 0),
        WithBursts("bursts-200-with-swap", "as caches-fill, all bursts rise by 200 MiB a second", 200 * MiB, GiB),
        WithBursts("bursts-1g-no-swap", "as no-guest-swap, all bursts rise by 1 GiB a second", GiB, swapKib: 0),
        WithBursts("bursts-1g-with-swap", "as caches-fill, all bursts rise by 1 GiB a second", GiB, GiB),
        new("boot-storm", "as double; 16 of the guests run, and 16 start within two minutes after half an hour, when caches have filled the host")
        {
            Guests = 32,
            StartsAt = number => number % 2 == 0 ? null : StormBegins + (number * StormLasts / 32),
        },
        new("livelock-fast", "as no-guest-swap; a guest without memory left stops working and reporting instead of killing a program")
        {
            GuestSwapKib = 0,
            Manner = _ => GuestManner.Livelocks,
        },
        new("livelock-slow", "as livelock-fast with long bursts that rise by 1 to 4 MiB a second")
        {
            GuestSwapKib = 0,
            Manner = _ => GuestManner.Livelocks,
            Load = (random, _, kib) => GuestLoad.Mixed(random, kib, Seconds, SlowBursts),
        },
        AllPeak("shares-1-2-4", "as all-peak; a third of the guests each has 1000, 2000 and 4000 shares") with
        {
            Shares = number => 1000 << (number % 3),
            // The balloons get two minutes to reach their targets.
            SharesMeasured = (Peak.Begins + 120, Peak.Begins + Peak.Lasts),
        },
        AllPeak("third-opted-out", "as all-peak; every third guest opted out, and has no balloon") with { OptedOut = number => number % 3 == 0 },
        new("dense", "400 guests of 8 GiB on 512 GiB; every eighth guest works and fills its cache, the others are nearly idle")
        {
            Guests = 400,
            GuestKib = _ => 8 * GiB,
            HostKib = 512 * GiB,
            OthersKib = _ => 16 * GiB,
            Load = (random, number, kib) => number % 8 == 0 ? GuestLoad.Mixed(random, kib, Seconds, Bursts.Usual with { PerHour = 4 }) : GuestLoad.Idle(random, kib, Seconds),
        },
        new("mixed-sizes", "39 guests of 1, 2, 4, 8 and 16 GiB on 128 GiB, bursts and caches that fill: 1.8 times what the host has")
        {
            Guests = 39,
            GuestKib = number => GiB << (number % 5),
            HostKib = 128 * GiB,
        },
        new("cache-price", "as caches-fill; files of 30 to 50 % of each guest's memory are read again every five minutes: not all of them fit")
        {
            Load = (random, _, kib) => GuestLoad.CachePrice(random, kib, Seconds),
        },
    ];

    /// <summary>The scenario of this name.</summary>
    public static Scenario Named(string name) => All.Single(scenario => scenario.Name == name);

    /// <summary>
    /// Guests that were sold three times the host's 512 GiB: at first 50 GiB are available; after four minutes the host's own programs free 40 GiB more.
    /// </summary>
    public static Scenario HardlyUsed(int guests)
    {
        var guestKib = 1600 * GiB / guests;
        return new Scenario($"hardly-used-{guests}", $"{guests} guests of {guestKib / GiB} GiB on 512 GiB, hardly used")
        {
            Guests = guests,
            GuestKib = _ => guestKib,
            HostKib = 512 * GiB,
            Load = (random, _, kib) => GuestLoad.Light(random, kib, Seconds),
            OthersKib = second => (second < 240 ? 60 : 20) * GiB,
        };
    }

    private static Scenario AllPeak(string name, string description) =>
        new(name, description) { Load = (random, _, kib) => GuestLoad.AllPeak(random, kib, Seconds) };

    private static Scenario WithBursts(string name, string description, long riseKibPerSecond, long swapKib) => new(name, description)
    {
        GuestSwapKib = swapKib,
        Load = (random, _, kib) => GuestLoad.Mixed(random, kib, Seconds, Bursts.Rising(riseKibPerSecond)),
    };

    private static GuestManner OddManner(int number) => number switch
    {
        1 => GuestManner.Slow,
        4 => GuestManner.StopsAtALimit,
        7 => GuestManner.Stuck,
        10 => GuestManner.Recovers,
        13 => GuestManner.Reboots,
        16 => GuestManner.Lies,
        19 or 22 => GuestManner.Silent,
        _ => GuestManner.Obeys,
    };
}
