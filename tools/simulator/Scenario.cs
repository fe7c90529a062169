using BalloonExporter.Core.Policy;
using BalloonExporter.Simulator.World;
using static BalloonExporter.Simulator.World.Sizes;

namespace BalloonExporter.Simulator;

/// <summary>An hour of a host to simulate.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Description">What happens in it.</param>
public sealed record Scenario(string Name, string Description)
{
    public const int Seconds = 3600;

    /// <summary>QEMU makes a sample every two seconds; the phase is drawn in tenths of a second.</summary>
    private const int SamplePhases = 20;

    public int Guests { get; init; } = 26;

    public long HostKib { get; init; } = 64 * GiB;

    /// <summary>What each guest was sold, by its number.</summary>
    public Func<int, long> GuestKib { get; init; } = _ => 4 * GiB;

    public long GuestSwapKib { get; init; } = GiB;

    /// <summary>The operator's floor for ours, as a share of what a guest was sold.</summary>
    public double FloorShare { get; init; } = new Limits().FloorShare;

    /// <summary>The load of a guest with this number and maximum.</summary>
    public Func<Random, int, long, IGuestLoad> Load { get; init; } = (random, _, maximumKib) => GuestLoad.Mixed(random, maximumKib, Seconds);

    /// <summary>What the host's own programs use, KiB, by the second.</summary>
    public Func<int, long> OthersKib { get; init; } = _ => 2 * GiB;

    public Func<int, GuestManner> Manner { get; init; } = _ => GuestManner.Obeys;

    public Func<int, int> Shares { get; init; } = _ => 1000;

    public Func<int, bool> OptedOut { get; init; } = _ => false;

    /// <summary>The second a guest starts in; null: it runs already.</summary>
    public Func<int, int?> StartsAt { get; init; } = _ => null;

    /// <summary>The seconds in which the split by shares is measured; null: it is not measured.</summary>
    public (int From, int To)? SharesMeasured { get; init; }

    /// <summary>The host at the start of the hour; the same seed gives the same hour to every controller.</summary>
    public SimulatedHost Build(int seed)
    {
        var random = new Random(seed);
        var phases = new Random(~seed);
        return new SimulatedHost(HostKib, 8 * GiB, OthersKib, [.. Enumerable.Range(0, Guests).Select(number => new SimulatedGuest(SetupOf(number, random, phases)))]);
    }

    private GuestSetup SetupOf(int number, Random random, Random phases)
    {
        var maximumKib = GuestKib(number);
        return new GuestSetup(number, maximumKib, Load(random, number, maximumKib))
        {
            SwapKib = GuestSwapKib,
            Manner = Manner(number),
            Shares = Shares(number),
            OptedOut = OptedOut(number),
            StartsAt = StartsAt(number),
            SamplePhase = phases.Next(SamplePhases),
        };
    }
}
