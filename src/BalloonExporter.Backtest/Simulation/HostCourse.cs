using BalloonExporter.Core.Planning;

namespace BalloonExporter.Backtest.Simulation;

/// <summary>A host and its servers over time, in slots of equal length. What is counted is counted in the slot in which its round begins.</summary>
public sealed class HostCourse
{
    /// <summary>Number of slots.</summary>
    public const int Slots = 360;

    private const int Levels = (int)HostLevel.Crit + 1;

    private readonly double _slotSeconds;
    private readonly double[] _seconds = new double[Slots];
    private readonly double[] _reclaimed = new double[Slots];
    private readonly double[] _hindsight = new double[Slots];
    private readonly double[] _under = new double[Slots];
    private readonly int[] _moves = new int[Slots];
    private readonly double[] _levels = new double[Slots * Levels];
    private readonly float[] _needs;
    private readonly float[] _has;

    public HostCourse(double seconds, int servers)
    {
        _slotSeconds = seconds / Slots;
        _needs = new float[servers * Slots];
        _has = new float[servers * Slots];
        Array.Fill(_has, float.NaN);
    }

    /// <summary>Reclaimed memory in a slot, KiB on average.</summary>
    public double ReclaimedKib(int slot) => Mean(_reclaimed, slot);

    /// <summary>What hindsight would have reclaimed, KiB on average.</summary>
    public double HindsightKib(int slot) => Mean(_hindsight, slot);

    /// <summary>Time under demand of all servers in a slot, seconds.</summary>
    public double UnderDemandSeconds(int slot) => _under[slot];

    /// <summary>Targets set in a slot.</summary>
    public int Moves(int slot) => _moves[slot];

    /// <summary>Time in a level within a slot, seconds.</summary>
    public double SecondsIn(HostLevel level, int slot) => _levels[(slot * Levels) + (int)level];

    /// <summary>The most that a server needed in a slot, KiB.</summary>
    public float NeededKib(int server, int slot) => _needs[(server * Slots) + slot];

    /// <summary>The least that a server had in a slot, KiB; NaN when it did not run.</summary>
    public float LeastKib(int server, int slot) => _has[(server * Slots) + slot];

    internal void Add(double from, double seconds, CourseStep step)
    {
        foreach (var (slot, part) in SlotsOf(from, seconds))
        {
            _seconds[slot] += part;
            _reclaimed[slot] += step.ReclaimedKib * part;
            _hindsight[slot] += step.HindsightKib * part;
            _levels[(slot * Levels) + (int)step.Level] += part;
        }

        _under[SlotOf(from)] += step.UnderDemandSeconds;
        _moves[SlotOf(from)] += step.Moves;
    }

    internal void AddServer(int server, double from, double seconds, (float NeededKib, float CurrentKib) figures)
    {
        foreach (var (slot, _) in SlotsOf(from, seconds))
        {
            var index = (server * Slots) + slot;
            _needs[index] = Math.Max(_needs[index], figures.NeededKib);
            _has[index] = figures.CurrentKib < _has[index] || float.IsNaN(_has[index]) ? figures.CurrentKib : _has[index];
        }
    }

    // The slots that a round lies in, with the seconds in each.
    private IEnumerable<(int Slot, double Seconds)> SlotsOf(double from, double seconds)
    {
        for (var slot = SlotOf(from); slot < Slots && slot * _slotSeconds < from + seconds; slot++)
        {
            var part = Math.Min(from + seconds, (slot + 1) * _slotSeconds) - Math.Max(from, slot * _slotSeconds);
            if (part > 0)
                yield return (slot, part);
        }
    }

    private int SlotOf(double second) => Math.Min(Slots - 1, (int)(second / _slotSeconds));

    private double Mean(double[] sums, int slot) => _seconds[slot] > 0 ? sums[slot] / _seconds[slot] : 0;
}
