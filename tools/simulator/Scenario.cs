using BalloonExporter.Simulator.World;
using static BalloonExporter.Simulator.World.Sizes;

namespace BalloonExporter.Simulator;

/// <summary>An hour of a host.</summary>
public sealed record Scenario(string Name, string Description)
{
    private const int Hour = 3600;
    private const long MaximumKib = 4 * GiB;

    public int Guests { get; init; } = 26;

    public long GuestKib { get; init; } = MaximumKib;

    public long HostKib { get; init; } = 64 * GiB;

    public long GuestSwapKib { get; init; } = GiB;

    public Func<Random, GuestLoad> Load { get; init; } = random => GuestLoad.Mixed(random, MaximumKib, Hour, fillsCache: true);

    /// <summary>What the host's own programs take.</summary>
    public Func<int, long> OthersKib { get; init; } = _ => 2 * GiB;

    public Func<int, GuestManner> Manner { get; init; } = _ => GuestManner.Obeys;

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("steady", "26 guests of 4 GiB, nothing changes") { Load = random => GuestLoad.Steady(random, MaximumKib, Hour) },
        new("caches fill", "the same with bursts, and caches that fill: 1.6 times what the host has"),
        new("double", "32 guests: twice what the host has") { Guests = 32 },
        new("all peak", "26 guests, all want 60 to 80 % of their memory for ten minutes: it cannot fit") { Load = random => GuestLoad.AllPeak(random, MaximumKib, Hour) },
        new("host emergency", "after half an hour the host's own programs take 10 GiB more within ten seconds")
        {
            OthersKib = second => (2 * GiB) + (Math.Clamp(second - 1800, 0, 10) * GiB),
        },
        new("no guest swap", "as \"caches fill\", and the guests have no swap") { GuestSwapKib = 0 },
        new("odd guests", "as \"caches fill\" with eight odd ones: slow, limited, stuck, recovering, rebooting, lying, two silent")
        {
            Manner = number => number switch
            {
                1 => GuestManner.Slow,
                4 => GuestManner.StopsAtALimit,
                7 => GuestManner.Stuck,
                10 => GuestManner.Recovers,
                13 => GuestManner.Reboots,
                16 => GuestManner.Lies,
                19 or 22 => GuestManner.Silent,
                _ => GuestManner.Obeys,
            },
        },
    ];

    /// <summary>
    /// Guests that were sold three times 512 GiB, and the host's own programs: at first 50 GiB are available, and after four minutes 40 GiB more.
    /// </summary>
    public static Scenario Dense(int guests)
    {
        var guestKib = 1600 * GiB / guests;
        return new Scenario($"dense {guests}", $"{guests} guests of {guestKib / GiB} GiB on 512 GiB, hardly used")
        {
            Guests = guests,
            GuestKib = guestKib,
            HostKib = 512 * GiB,
            Load = random => GuestLoad.Light(random, guestKib, Hour),
            OthersKib = second => (second < 240 ? 60 : 20) * GiB,
        };
    }

    /// <summary>The host at its beginning; the same seed gives the same hour to everybody.</summary>
    public SimulatedHost Build(int seed)
    {
        var random = new Random(seed);
        SimulatedGuest[] guests =
            [.. Enumerable.Range(0, Guests).Select(number => new SimulatedGuest(number, GuestKib, Load(random), GuestSwapKib, Manner(number)))];
        return new SimulatedHost(HostKib, 8 * GiB, OthersKib, guests);
    }
}
