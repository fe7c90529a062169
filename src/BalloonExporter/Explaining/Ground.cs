using BalloonExporter.Core.Model;
using static BalloonExporter.Explaining.FigureKind;

namespace BalloonExporter.Explaining;

/// <summary>Why a move of some kind is made: which figures decide it, and what would change it.</summary>
/// <param name="Sentence">The rule, for people.</param>
/// <param name="Signals">The figures that it goes by, the most important ones first.</param>
/// <param name="Changes">What would change it, with DOMAIN for the domain.</param>
internal sealed record Ground(string Sentence, IReadOnlyList<FigureKind> Signals, IReadOnlyList<string> Changes)
{
    /// <summary>What is shown first where no move is known.</summary>
    public static readonly IReadOnlyList<FigureKind> WithoutMove = [Has, Sold, Target, Occupies, FigureKind.WorkingSet, Demand, Floor, Level, HostAvailable];

    private const string HigherFloor = "a higher floor, which it is never taken below: balloon-exporter policy set DOMAIN --floor=SIZE";
    private const string MoreShares = "more shares, so that others give more: balloon-exporter policy set DOMAIN --shares=NUMBER";
    private const string RoomOnHost = "more available memory on its host: smaller or fewer guests there";
    private const string LessNeed = "a guest that needs less, or was sold more";

    private static readonly Ground Take = new(
        "The plan takes memory that a guest occupies beyond its demand, while its host is short of the goal.",
        [Occupies, Demand, FigureKind.WorkingSet, Idle, Share, Level, HostAvailable, HostGoal, HostDeficit, Floor, Shares],
        [RoomOnHost, HigherFloor, MoreShares, "a guest that needs more: then it is given memory again"]);

    private static readonly Ground Give = new(
        "The plan gives a guest what it lacks to its demand, and, while its host has plenty, what is missing to all that it was sold.",
        [Lack, Demand, FigureKind.WorkingSet, Headroom, SwapDebt, Slope, Share, Sold, Ceiling, Level, HostAvailable],
        ["it ends when the guest has its demand, or, on a host with plenty, all that it was sold", "a lower ceiling: balloon-exporter policy set DOMAIN --ceiling=SIZE"]);

    private static readonly Ground Donor = new(
        "A guest that occupies more than it needs gives it to one that cannot wait for the plan.",
        [Occupies, FigureKind.WorkingSet, Demand, HardFloor, HostAvailable, Level, Floor, Shares],
        [RoomOnHost, HigherFloor, MoreShares]);

    private static readonly Ground Emergency = new(
        "The host itself is about to run out of memory: what guests can spare is taken at once, idle memory first, then headroom.",
        [HostAvailable, HostTotal, HostReserve, Level, Occupies, FigureKind.WorkingSet, Demand, HardFloor, Floor, Shares],
        [RoomOnHost, HigherFloor, MoreShares]);

    private static readonly Ground Release = new(
        "An operator has all guests given back all that they were sold, as their host has room.",
        [Sold, Has, HostAvailable],
        ["it ends when the guest has all that it was sold"]);

    public static Ground Of(ExplainedMove move) => move.Origin switch
    {
        RequestOrigin.Alert or RequestOrigin.Poll => move.Gives ? Give : Take,
        RequestOrigin.Rescue => Rescue(move.Cause),
        RequestOrigin.Donor => Donor,
        RequestOrigin.Emergency => Emergency,
        RequestOrigin.Release => Release,
        _ => Recovery(move.Cause),
    };

    private static Ground Rescue(ReflexCause? cause)
    {
        string[] changes = [LessNeed, HigherFloor];
        return cause switch
        {
            ReflexCause.SwapOut => new("A guest that swaps out for want of memory is given some at once.", [SwapOut, Usable, FigureKind.WorkingSet, Has, Demand], changes),
            ReflexCause.UsableLow => new("A guest with next to nothing usable is given memory at once.", [Usable, Has, FigureKind.WorkingSet, Demand], changes),
            ReflexCause.SelfDeflation => new("A guest that takes memory back by itself is short: its own driver does that before processes are killed.", [Has, Target, FigureKind.WorkingSet, Demand], changes),
            ReflexCause.NotArriving => new("What a guest was given has to arrive: until it does it is asked for again.", [Target, Has, TargetSetAt], ["a balloon driver in the guest that follows its target"]),
            ReflexCause.Silent => new("A guest that was short and then says nothing any more has often run out of memory.", [SampledAt, Fresh, Usable, Occupies, Has], ["a guest that reports again"]),
            _ => new("A guest that needs more to live than it has is given memory at once.", [FigureKind.WorkingSet, HardFloor, Demand, Has, Target], changes),
        };
    }

    private static Ground Recovery(ReflexCause? cause)
    {
        string[] changes = ["it ends when the guest has all that it was sold"];
        return cause switch
        {
            ReflexCause.OptedOut => new("A customer who opted out is owed what was taken before.", [Sold, Has, HostAvailable], changes),
            ReflexCause.NoHeartbeat => new("Without a plan memory goes back, as the host has room.", [Heartbeat, Sold, Has, HostAvailable], [.. changes, "a plan that comes again: Prometheus, its rules and Alertmanager"]),
            ReflexCause.Silent => new("Memory goes back to a guest that does not report: what it needs is unknown.", [SampledAt, Fresh, Sold, Has, HostAvailable], [.. changes, "a guest that reports again"]),
            ReflexCause.Stalled => new("A balloon that got stuck on its way down is told to stay where it is.", [Target, Has, TargetSetAt], ["a balloon driver in the guest that follows its target"]),
            _ => new("Memory goes back to guests that have less than they were sold, as the host has room.", [Sold, Has, HostAvailable, Level], changes),
        };
    }
}
