using static BalloonExporter.Simulator.World.Sizes;

namespace BalloonExporter.Simulator.World;

/// <summary>A guest's programs, its swap device, and its kernel's OOM killer. KiB.</summary>
public sealed class GuestPrograms(GuestSetup setup, GuestToll toll)
{
    /// <summary>How fast a guest swaps.</summary>
    public const long SwapKibPerSecond = 100 * MiB;

    private const int RestartSeconds = 30;
    private const int BootSeconds = 20;

    private readonly Livelock _livelock = new(setup.MaximumKib);
    private int _killedUntil = -1;

    /// <summary>The part of the programs that is in memory.</summary>
    public long Kib { get; private set; } = setup.Load.WantedKib(0);

    /// <summary>The part of the programs that is in the guest's swap.</summary>
    public long SwappedKib { get; private set; }

    public long SwapOutKib { get; private set; }

    public long SwapInKib { get; private set; }

    /// <summary>Whether the guest is in a livelock: it does nothing but reclaim memory.</summary>
    public bool AreLivelocked => _livelock.IsOn;

    private long SwapLeftKib => setup.SwapKib - SwappedKib;

    /// <summary>What a balloon can push into swap in this time.</summary>
    public long PressableKib(int tenths) => Math.Max(0, Math.Min(SwapKibPerSecond * tenths / 10, SwapLeftKib));

    /// <summary>The guest boots.</summary>
    public void Clear()
    {
        Kib = SwappedKib = SwapInKib = SwapOutKib = 0;
        _livelock.End();
    }

    /// <summary>What the programs want. After a boot they start one after the other.</summary>
    public long WantedKib(int tenth, int sinceBootTenths) =>
        setup.Load.WantedKib(tenth) * Math.Clamp(sinceBootTenths, 0, BootSeconds * 10) / (BootSeconds * 10);

    /// <summary>Runs them for a while.</summary>
    /// <param name="tenth">Now.</param>
    /// <param name="tenths">How long.</param>
    /// <param name="allWantedKib">What the programs want, including killed ones.</param>
    /// <param name="roomKib">The memory that the kernel leaves them.</param>
    /// <returns>Share of the work that memory allowed.</returns>
    public double Run(int tenth, int tenths, long allWantedKib, long roomKib)
    {
        var seconds = tenths / 10.0;
        var second = tenth / 10;
        var wantedKib = allWantedKib;
        if (second < _killedUntil)
            // A killed program wants nothing until it is started again.
            wantedKib = Math.Min(wantedKib, Kib + SwappedKib);

        if (setup.Manner == GuestManner.Livelocks)
            _livelock.Observe(roomKib + SwapLeftKib - wantedKib, second);
        var inMemoryKib = Math.Min(wantedKib, roomKib);
        Swap(wantedKib - inMemoryKib, tenths);
        var missingKib = wantedKib - inMemoryKib - SwappedKib;
        toll.Miss(AreLivelocked ? wantedKib : Math.Min(SwappedKib, wantedKib) + Math.Max(0, missingKib), allWantedKib - wantedKib, seconds);
        // Without swap, or when it is full, the kernel kills a program; while swap has room the programs wait.
        if (missingKib > 0 && SwapLeftKib <= 0 && (!AreLivelocked || _livelock.GivesUp(second)))
            Kill(second);

        Kib = inMemoryKib;
        return AreLivelocked ? 0 : allWantedKib == 0 ? 1 : (double)Kib / allWantedKib;
    }

    private void Swap(long toSwapKib, int tenths)
    {
        var speedKib = SwapKibPerSecond * tenths / 10;
        if (toSwapKib > SwappedKib)
        {
            var outKib = Math.Min(Math.Min(toSwapKib - SwappedKib, speedKib), SwapLeftKib);
            SwappedKib += outKib;
            SwapOutKib += outKib;
        }
        else
        {
            // Programs want less in swap than is there: it is read back in at the speed of the device.
            var inKib = Math.Min(SwappedKib - toSwapKib, speedKib);
            SwappedKib -= inKib;
            SwapInKib += inKib;
        }
    }

    // The program that grew is killed, with all that it had in swap. The others stay.
    private void Kill(int second)
    {
        toll.Kill();
        _killedUntil = second + RestartSeconds;
        SwappedKib = 0;
        _livelock.End();
    }
}
