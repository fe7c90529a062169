using BalloonExporter.Core.Model;

namespace BalloonExporter.Backtest.Simulation;

/// <summary>Memory and swap of a simulated host: what does not fit into its memory is swapped out at 200 MiB/s, and back in as fast. Sizes are KiB.</summary>
/// <param name="totalKib">Its memory.</param>
/// <param name="capacityKib">Its swap.</param>
public sealed class HostSwap(long totalKib, long capacityKib)
{
    private const double KibPerSecond = 200 * Kib.PerMiB;

    // Of the time in which it swaps out, tasks wait for memory so much (PSI some).
    private const double WaitingShare = 0.3;

    private long _swapOutKib;
    private TimeSpan _waiting;

    /// <summary>What is used: memory and swap together.</summary>
    public long UsedKib { get; set; }

    /// <summary>What is in swap.</summary>
    public long SwappedKib { get; private set; }

    /// <summary>What does not fit into memory.</summary>
    public long OverKib => Math.Max(0, UsedKib - totalKib);

    /// <summary>Whether nothing more can be swapped out.</summary>
    public bool IsFull => SwappedKib >= capacityKib;

    /// <summary>MemAvailable.</summary>
    public long AvailableKib => Math.Max(0, totalKib - UsedKib + SwappedKib);

    /// <summary>What the host's kernel reports.</summary>
    public HostMemory Memory => new()
    {
        PhysicalTotalKib = totalKib,
        PhysicalAvailableKib = AvailableKib,
        FreeKib = AvailableKib,
        SwapTotalKib = capacityKib,
        SwapFreeKib = capacityKib - SwappedKib,
        SwapOutKib = _swapOutKib,
        PressureWaiting = _waiting,
    };

    /// <summary>Lets time pass.</summary>
    /// <param name="seconds">How much.</param>
    /// <returns>Whether it swapped out.</returns>
    public bool Pass(double seconds)
    {
        var (overKib, speedKib) = (OverKib, (long)Math.Round(KibPerSecond * seconds));
        if (overKib <= SwappedKib)
        {
            SwappedKib = Math.Max(overKib, SwappedKib - speedKib);
            return false;
        }

        var outKib = Math.Min(Math.Min(overKib - SwappedKib, speedKib), capacityKib - SwappedKib);
        SwappedKib += outKib;
        _swapOutKib += outKib;
        _waiting += TimeSpan.FromSeconds(WaitingShare * seconds);
        return true;
    }
}
