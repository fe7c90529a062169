using static BalloonExporter.Simulator.World.Sizes;

namespace BalloonExporter.Simulator.World;

/// <summary>A balloon on its way to its target. KiB.</summary>
public sealed class GuestBalloon(long maximumKib, GuestManner manner)
{
    private const long InflateKibPerSecond = 400 * MiB;
    private const long DeflateKibPerSecond = 1200 * MiB;

    private readonly long _maximumKib = maximumKib;

    /// <summary>The memory that it leaves the guest.</summary>
    public long CurrentKib { get; private set; } = maximumKib;

    public long TargetKib { get; private set; } = maximumKib;

    public void SetTarget(long targetKib) => TargetKib = Math.Clamp(targetKib, 0, _maximumKib);

    /// <summary>A new QEMU process: no target is set.</summary>
    public void Reset() => CurrentKib = TargetKib = _maximumKib;

    /// <summary>Gives memory back for a while.</summary>
    /// <returns>How much came back.</returns>
    public long Deflate(int tenths)
    {
        var kib = Math.Clamp(TargetKib - CurrentKib, 0, DeflateKibPerSecond * tenths / 10);
        CurrentKib += kib;
        return kib;
    }

    /// <summary>Takes memory for a while.</summary>
    /// <param name="tenths">How long.</param>
    /// <param name="takeableKib">What the guest can give in that time.</param>
    /// <param name="second">Now.</param>
    /// <param name="sinceBoot">Seconds since the guest booted.</param>
    /// <returns>Whether it took any.</returns>
    public bool Inflate(int tenths, long takeableKib, int second, int sinceBoot)
    {
        if (CurrentKib <= TargetKib)
            return false;
        var speed = manner switch
        {
            GuestManner.Slow => 6 * MiB,
            GuestManner.Stuck => 0,
            GuestManner.Recovers when second / 300 % 2 == 0 => 0,
            GuestManner.StopsAtALimit when CurrentKib <= _maximumKib * 7 / 10 => 0,
            GuestManner.Reboots when sinceBoot < 5 => 0,
            _ => InflateKibPerSecond,
        };
        var kib = Math.Min(Math.Min(speed * tenths / 10, CurrentKib - TargetKib), Math.Max(0, takeableKib));
        CurrentKib -= kib;
        return kib > 0;
    }
}
