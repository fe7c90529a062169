using System.Globalization;
using BalloonExporter.Api;

namespace BalloonExporter.Cli;

/// <summary>What <c>top</c> shows at one moment. Pure.</summary>
/// <param name="Status">The exporter and its host.</param>
/// <param name="Domains">The domains.</param>
/// <param name="Moves">The last moves, the newest first.</param>
internal sealed record TopView(StatusReport Status, IReadOnlyList<DomainEntry> Domains, IReadOnlyList<DecisionEntry> Moves)
{
    private static readonly string[] Head = ["DOMAIN", "SOLD", "HAS", "TARGET", "NEEDS", "OCCUPIES", "FLOOR", "MANAGED", "LAST MOVE"];

    private static readonly int[] Numbers = [1, 2, 3, 4, 5, 6];

    /// <summary>The lines: the host's, then the table in MiB.</summary>
    /// <param name="order">How the domains are sorted.</param>
    /// <param name="now">The moment.</param>
    public IEnumerable<string> Lines(TopOrder order, DateTimeOffset now)
    {
        var moves = Moves.Where(move => move.Uuid is not null).DistinctBy(move => move.Uuid).ToDictionary(move => move.Uuid!);
        yield return Headline(now);
        var rows = Sorted(order).Select(domain => Row(domain, moves.GetValueOrDefault(domain.Uuid), now));
        foreach (var line in TextTable.Lines([Head, .. rows], Numbers))
            yield return line;
    }

    private string Headline(DateTimeOffset now)
    {
        var level = Status.Level is { } known ? known.ToUpperInvariant() : "unknown";
        var pause = StatusJudgement.PauseOf(Status.Pause) is { } paused ? $"  paused {paused}" : "";
        var libvirt = Status.LibvirtUp ? "" : "  libvirt cannot be reached";
        return TextTable.Plain(string.Create(
            CultureInfo.InvariantCulture,
            $"{now:HH:mm:ss}Z  {Status.Mode} mode  level {level}  available {MebibyteText.Number(Status.AvailableBytes)} of {MebibyteText.Of(Status.TotalBytes)}"
            + $"  {Status.Managed} of {Status.Domains} domains managed{libvirt}{pause}"));
    }

    private IEnumerable<DomainEntry> Sorted(TopOrder order)
    {
        var byName = Domains.OrderBy(domain => domain.Name, StringComparer.Ordinal);
        return order switch
        {
            TopOrder.Name => byName,
            TopOrder.Sold => byName.OrderByDescending(domain => domain.Memory.MaximumBytes ?? 0),
            TopOrder.Taken => byName.OrderByDescending(domain => (domain.Memory.MaximumBytes ?? 0) - (domain.Memory.CurrentBytes ?? 0)),
            _ => byName.OrderByDescending(DomainTightness.Of),
        };
    }

    private static string[] Row(DomainEntry domain, DecisionEntry? move, DateTimeOffset now) =>
    [
        domain.Name,
        MebibyteText.Number(domain.Memory.MaximumBytes),
        MebibyteText.Number(domain.Memory.CurrentBytes),
        MebibyteText.Number(domain.Movements.TargetBytes),
        MebibyteText.Number(domain.Memory.WorkingSetBytes),
        MebibyteText.Number(domain.Memory.ResidentBytes),
        MebibyteText.Number(domain.Policy?.FloorBytes),
        domain.UnmanagedReason ?? "yes",
        move is null ? "-" : $"{AgeText.Of(now - move.At)} ago: {MoveText.Of(move)}",
    ];
}

/// <summary>How the table is sorted.</summary>
internal enum TopOrder
{
    /// <summary>The tightest first.</summary>
    Tight,

    /// <summary>By name.</summary>
    Name,

    /// <summary>The largest first.</summary>
    Sold,

    /// <summary>Those that most is taken from first.</summary>
    Taken,
}
