namespace BalloonExporter.Simulator;

/// <summary>A figure of a simulated hour: a field of the JSON rows, a line of the help, and, with a heading, a column of the tables.</summary>
/// <param name="Name">The name of the field.</param>
/// <param name="Definition">What it measures, with its unit.</param>
/// <param name="Value">The figure; null where the scenario does not measure it.</param>
public sealed record Column(string Name, string Definition, Func<Score, double?> Value)
{
    /// <summary>Heading in the tables; null: in JSON only.</summary>
    public string? Heading { get; init; }

    /// <summary>Decimals in the tables.</summary>
    public int Decimals { get; init; }

    /// <summary>How figures of several seeds become one in the tables.</summary>
    public Func<IEnumerable<double>, double> Combine { get; init; } = Enumerable.Average;

    public static IReadOnlyList<Column> All { get; } =
    [
        new("missed_gib_seconds", "GiB x s that programs wanted and did not have: unmet and lost", score => score.Missed) { Heading = "missed", Decimals = 1 },
        new("guest_kills", "times a guest's kernel killed a program for want of memory", score => score.GuestKills) { Heading = "killed in guests", Decimals = 1 },
        new("host_kills", "guests that the host killed for want of memory", score => score.HostKills) { Heading = "killed by the host", Decimals = 1 },
        new("host_swap_gib_seconds", "GiB x s of guests' memory in the host's swap", score => score.HostSwap) { Heading = "host swap" },
        new("reread_gib", "GiB of files that guests read from disk again because their cache had lost them", score => score.RereadGiB) { Heading = "re-read" },
        new("longest_spell_seconds", "s: the longest time that one guest did less than a tenth of its work", score => score.LongestSpellSeconds)
        {
            Heading = "longest spell",
            Combine = Enumerable.Max,
        },
        new("least_host_available_bytes", "bytes: the least memory that was ever available on the host (MemAvailable)", score => score.LeastHostAvailableBytes)
        {
            Combine = Enumerable.Min,
        },
        new("commands", "balloon targets set", score => score.Commands) { Heading = "commands" },
        new("looks", "times the statistics of a guest were read", score => score.Looks) { Heading = "looks" },
        new("rescues", "times a guest was given memory at once because it was about to run out; 0 for controllers without rescues", score => score.Rescues)
        {
            Heading = "rescues",
        },
        new("unmet_gib_seconds", "GiB x s that programs wanted and did not have in memory: in the guest's swap, not given yet, or, in a livelock, all that they want", score => score.Unmet),
        new("lost_gib_seconds", "GiB x s that programs killed before would have wanted", score => score.Lost),
        new("unavoidable_gib_seconds", "GiB x s that kernels and programs wanted beyond what the host has: no controller can serve that", score => score.Unavoidable),
        new("work_lost_seconds", "s of work that guests did not do: for want of memory, a third while a balloon takes, 1 s for each GiB touched again after it was given back", score => score.WorkLostSeconds),
        new("guest_swap_out_gib", "GiB that guests swapped out", score => score.GuestSwapOutGiB),
        new("needless_gib_hours", "GiB x h withheld from guests while more than a quarter of the host was available", score => score.NeedlessGiBHours) { Heading = "needless", Decimals = 1 },
        new("held_share_error", "mean over the guests of |held - ideal| / ideal, where ideal is the split by shares in which no guest gets less than its programs need to live, nor more than they want; null where the scenario does not measure shares", score => score.HeldShareError),
        new("samples_asked", "samples that were made on demand", score => score.SamplesAsked),
    ];

    /// <summary>The figure of several seeds in a table.</summary>
    public string Cell(IReadOnlyCollection<Score> scores)
    {
        var values = scores.Select(Value).OfType<double>().ToList();
        return values.Count == 0 ? "" : Combine(values).ToString($"F{Decimals}", System.Globalization.CultureInfo.InvariantCulture);
    }
}
