using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ledger;

/// <summary>Counters of one domain, for metrics and the API. No decision depends on them; they outlast the domain's instance and never fall.</summary>
public sealed record DomainCounters
{
    /// <summary>Nothing counted.</summary>
    public static DomainCounters Zero { get; } = new();

    /// <summary>Total memory observed to be given.</summary>
    public long AddedKib { get; init; }

    /// <summary>Total memory observed to be taken.</summary>
    public long RemovedKib { get; init; }

    /// <summary>How often another program moved the balloon.</summary>
    public long ForeignMoves { get; init; }

    /// <summary>How often the guest was found uncooperative.</summary>
    public long UncooperativeTimes { get; init; }

    /// <summary>How often memory went back and forth without a rise of the demand: see <see cref="Reversals"/>.</summary>
    public long Oscillations { get; init; }

    /// <summary>Number of moves by origin and cause.</summary>
    public IReadOnlyDictionary<MoveKey, long> Moves { get; init; } = new Dictionary<MoveKey, long>();

    /// <summary>Number of rescues by trigger.</summary>
    public IReadOnlyDictionary<RescueTrigger, long> Rescues { get; init; } = new Dictionary<RescueTrigger, long>();

    /// <summary>Adds a target that was set.</summary>
    public DomainCounters Plus(MoveKey move, RescueTrigger? rescue) => this with
    {
        Moves = OneMore(Moves, move),
        Rescues = rescue is { } trigger ? OneMore(Rescues, trigger) : Rescues,
    };

    /// <summary>Adds what a look at the domain found.</summary>
    /// <param name="before">The domain's entry before the look.</param>
    /// <param name="after">The entry after it.</param>
    public DomainCounters Plus(LedgerEntry before, LedgerEntry after)
    {
        // Only observed moves toward the exporter's own target are counted.
        var movedKib = (after.Progress?.AtKib - before.Progress?.AtKib) ?? 0;
        var foreign = BalloonFollower.IsForeignMove(before, after) ? 1 : 0;
        var uncooperative = after.Exclusion is not null && after.Exclusion != before.Exclusion ? 1 : 0;
        return movedKib == 0 && foreign + uncooperative == 0 ? this : this with
        {
            AddedKib = AddedKib + Math.Max(0, movedKib),
            RemovedKib = RemovedKib + Math.Max(0, -movedKib),
            ForeignMoves = ForeignMoves + foreign,
            UncooperativeTimes = UncooperativeTimes + uncooperative,
        };
    }

    private static Dictionary<T, long> OneMore<T>(IReadOnlyDictionary<T, long> counts, T counted)
        where T : notnull => new(counts) { [counted] = counts.GetValueOrDefault(counted) + 1 };
}
