using BalloonExporter.Backtest.Simulation;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Simulator.World;

/// <summary>A host and its guests in steps of a tenth of a second. What does not fit is swapped; when swap is full the largest guest is killed.</summary>
public sealed class SimulatedHost
{
    private const int TenthsPerSecond = 10;

    private readonly Func<int, long> _othersKib;
    private readonly HostSwap _swap;

    public SimulatedHost(long totalKib, long swapCapacityKib, Func<int, long> othersKib, IReadOnlyList<SimulatedGuest> guests)
    {
        TotalKib = totalKib;
        _swap = new HostSwap(totalKib, swapCapacityKib);
        _othersKib = othersKib;
        Guests = guests;
        Count();
        LeastAvailableKib = AvailableKib;
    }

    public static Moment Start { get; } = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero).UtcTicks);

    public IReadOnlyList<SimulatedGuest> Guests { get; }

    public long TotalKib { get; }

    /// <summary>Tenths of a second since the start.</summary>
    public int Tenth { get; private set; }

    public int Second => Tenth / TenthsPerSecond;

    public Moment Now => MomentAt(Tenth);

    /// <summary>What the host's own programs use.</summary>
    public long OthersKib => _othersKib(Second);

    /// <summary>MemAvailable.</summary>
    public long AvailableKib => _swap.AvailableKib;

    /// <summary>The least that was ever available.</summary>
    public long LeastAvailableKib { get; private set; }

    public double SwappedKibSeconds { get; private set; }

    /// <summary>What kernels and programs wanted beyond what the host has, KiB·s: no controller can serve that.</summary>
    public double UnavoidableKibSeconds { get; private set; }

    /// <summary>The most that guests' kernels and programs and the host's own programs ever wanted together, KiB.</summary>
    public long MostNeededKib { get; private set; }

    /// <summary>Memory withheld from guests while more than a quarter of the host was available, KiB·s.</summary>
    public double NeedlessKibSeconds { get; private set; }

    public int Commands { get; private set; }

    public HostMemory Memory => _swap.Memory;

    public static Moment MomentAt(int tenth) => Start + TimeSpan.FromSeconds(tenth / (double)TenthsPerSecond);

    public void SetTarget(SimulatedGuest guest, long targetKib)
    {
        if (guest.OptedOut)
            return;
        Commands++;
        guest.SetTarget(targetKib);
    }

    /// <summary>Lets a second pass.</summary>
    /// <param name="within">Called after each tenth of it except the last.</param>
    public void Pass(Action? within = null)
    {
        for (var tenth = 1; tenth < TenthsPerSecond; tenth++)
        {
            Step();
            within?.Invoke();
        }

        Step();
    }

    /// <summary>Lets time pass in one step; longer steps are coarser.</summary>
    public void Step(int tenths = 1)
    {
        Tenth += tenths;
        foreach (var guest in Guests)
            guest.Pass(Tenth, tenths);
        Count();
        var seconds = tenths / (double)TenthsPerSecond;
        Swap(seconds);
        SwappedKibSeconds += _swap.SwappedKib * seconds;
        LeastAvailableKib = Math.Min(LeastAvailableKib, AvailableKib);
        var neededKib = Guests.Sum(guest => guest.NeededKib) + OthersKib;
        MostNeededKib = Math.Max(MostNeededKib, neededKib);
        UnavoidableKibSeconds += Math.Max(0, neededKib - TotalKib) * seconds;
        if (AvailableKib > TotalKib / 4)
            NeedlessKibSeconds += Guests.Sum(guest => guest.MaximumKib - guest.CurrentKib) * seconds;
    }

    private void Count() => _swap.UsedKib = OthersKib + Guests.Sum(guest => guest.ResidentKib);

    // What fits neither into memory nor into swap: the OOM killer ends the largest guest.
    private void Swap(double seconds)
    {
        if (_swap.Pass(seconds) && _swap.IsFull && _swap.OverKib > _swap.SwappedKib && Guests.Where(guest => !guest.IsDown).MaxBy(guest => guest.ResidentKib) is { } largest)
        {
            largest.KilledByHost();
            Count();
        }
    }
}
