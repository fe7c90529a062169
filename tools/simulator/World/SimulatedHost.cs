using BalloonExporter.Core.Model;
using static BalloonExporter.Simulator.World.Sizes;

namespace BalloonExporter.Simulator.World;

/// <summary>A host and its guests second by second: what does not fit is swapped, what cannot be swapped is killed.</summary>
public sealed class SimulatedHost
{
    private const long SwapKibPerSecond = 200 * MiB;

    private readonly long _swapCapacityKib;
    private readonly Func<int, long> _othersKib;
    private long _swappedKib;
    private long _swapOutKib;
    private TimeSpan _waiting;

    public SimulatedHost(long totalKib, long swapCapacityKib, Func<int, long> othersKib, IReadOnlyList<SimulatedGuest> guests)
    {
        TotalKib = totalKib;
        _swapCapacityKib = swapCapacityKib;
        _othersKib = othersKib;
        Guests = guests;
    }

    public static Moment Start { get; } = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero).UtcTicks);

    public IReadOnlyList<SimulatedGuest> Guests { get; }

    public long TotalKib { get; }

    public int Second { get; private set; }

    public Moment Now => Start + TimeSpan.FromSeconds(Second);

    /// <summary>What its own programs take.</summary>
    public long OthersKib => _othersKib(Second);

    /// <summary>MemAvailable.</summary>
    public long AvailableKib => Math.Max(0, TotalKib - UsedKib + _swappedKib);

    public double SwappedKibSeconds { get; private set; }

    /// <summary>Memory withheld from guests while a quarter of the host and more was available, KiB·s.</summary>
    public double NeedlessKibSeconds { get; private set; }

    public int Commands { get; private set; }

    private long UsedKib => OthersKib + Guests.Sum(guest => guest.ResidentKib);

    public HostMemory Memory => new()
    {
        PhysicalTotalKib = TotalKib,
        PhysicalAvailableKib = AvailableKib,
        FreeKib = AvailableKib,
        SwapTotalKib = _swapCapacityKib,
        SwapFreeKib = _swapCapacityKib - _swappedKib,
        SwapOutKib = _swapOutKib,
        PressureWaiting = _waiting,
    };

    public void SetTarget(SimulatedGuest guest, long targetKib)
    {
        Commands++;
        guest.SetTarget(targetKib);
    }

    public void Pass()
    {
        Second++;
        foreach (var guest in Guests)
            guest.Pass(Second, Now);

        var overKib = Math.Max(0, UsedKib - TotalKib);
        if (overKib > _swappedKib)
        {
            var outKib = Math.Min(Math.Min(overKib - _swappedKib, SwapKibPerSecond), _swapCapacityKib - _swappedKib);
            _swappedKib += outKib;
            _swapOutKib += outKib;
            _waiting += TimeSpan.FromSeconds(0.3);
            // What does not fit even so is somebody's end.
            if (_swappedKib >= _swapCapacityKib && overKib > _swappedKib && Guests.Where(guest => !guest.IsDown).MaxBy(guest => guest.ResidentKib) is { } largest)
                largest.KilledByHost(Second);
        }
        else
        {
            _swappedKib = Math.Max(overKib, _swappedKib - SwapKibPerSecond);
        }

        SwappedKibSeconds += _swappedKib;
        if (AvailableKib > TotalKib / 4)
            NeedlessKibSeconds += Guests.Sum(guest => guest.MaximumKib - guest.CurrentKib);
    }
}
