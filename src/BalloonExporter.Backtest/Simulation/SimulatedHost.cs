using BalloonExporter.Backtest.History;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Backtest.Simulation;

/// <summary>A host with its servers. What does not fit into its memory is swapped, up to 8 GiB; beyond that its kernel kills the largest server.</summary>
internal sealed class SimulatedHost
{
    /// <summary>The host's own programs, as a share of its memory.</summary>
    public const double OthersShare = 1.0 / 32;

    private const long SwapKib = 8 * Kib.PerGiB;

    private readonly Moment _start;
    private readonly HostSwap _swap;

    public SimulatedHost(HostTrace trace, SimulationSetup setup, int seed)
    {
        var random = new Random(seed);
        _start = new Moment(DateTimeOffset.FromUnixTimeSeconds(setup.StartsAt).UtcTicks);
        TotalKib = trace.TotalKib;
        OthersKib = (long)(trace.TotalKib * OthersShare);
        _swap = new HostSwap(trace.TotalKib, SwapKib);
        Servers = [.. trace.Servers.Select((server, number) => new SimulatedServer(server, number, NeedOf(server), _start))];
        Count();

        ServerNeed NeedOf(ServerTrace server) => new(
            server, setup.StepSeconds, setup.Bursts is { } shape ? new BurstTrain(shape.Draw(random, server.MaximumKib, setup.Seconds)) : BurstTrain.None);
    }

    public IReadOnlyList<SimulatedServer> Servers { get; }

    public long TotalKib { get; }

    /// <summary>What the host's own programs use.</summary>
    public long OthersKib { get; }

    /// <summary>Seconds since the first sample.</summary>
    public double Second { get; private set; }

    public Moment Now => _start + TimeSpan.FromSeconds(Second);

    /// <summary>Time in which servers and host used more than its memory, seconds.</summary>
    public double SwappingSeconds { get; private set; }

    /// <summary>Memory of servers in the host's swap, KiB·s.</summary>
    public double SwappedKibSeconds { get; private set; }

    public HostMemory Memory => _swap.Memory;

    /// <summary>Servers that run.</summary>
    public IEnumerable<SimulatedServer> Running => Servers.Where(server => server.Runs);

    /// <summary>Lets time pass.</summary>
    public void Pass(double seconds)
    {
        foreach (var server in Servers)
            server.Pass(Second, Second + seconds);
        Second += seconds;
        Count();
        Swap(seconds);
    }

    private void Count() => _swap.UsedKib = OthersKib + Servers.Sum(server => server.ResidentKib);

    private void Swap(double seconds)
    {
        while (_swap.OverKib > SwapKib && Servers.Where(server => server.Runs).MaxBy(server => server.ResidentKib) is { } largest)
        {
            largest.KilledByHost(Second);
            Count();
        }

        _swap.Pass(seconds);
        SwappingSeconds += _swap.OverKib > 0 ? seconds : 0;
        SwappedKibSeconds += _swap.SwappedKib * seconds;
    }
}
