namespace BalloonExporter.Core.Model;

/// <summary>Why a balloon is moved, in words for people, which may change.</summary>
public static class MoveWords
{
    // More names would only be long.
    private const int Names = 3;

    /// <summary>Why, as in "took 200 MiB" followed by it.</summary>
    /// <param name="origin">Who asked.</param>
    /// <param name="cause">Why a reflex asked; null for everything else.</param>
    /// <param name="helps">Names of the domains that it makes room for.</param>
    /// <param name="askedBy">Who brought the request; null: the exporter itself.</param>
    public static string Of(RequestOrigin origin, ReflexCause? cause, IReadOnlyList<string> helps, string? askedBy) => origin switch
    {
        RequestOrigin.Alert or RequestOrigin.Poll => "as the plan recommends",
        RequestOrigin.Release => askedBy is null ? "released" : $"released by {askedBy}",
        _ => cause is { } known ? Of(known, helps) : "by a reflex",
    };

    private static string Of(ReflexCause cause, IReadOnlyList<string> helps) => cause switch
    {
        ReflexCause.SwapOut => "it swapped out",
        ReflexCause.UsableLow => "almost none of its memory was usable",
        ReflexCause.Demand => "it needs more than it has",
        ReflexCause.SelfDeflation => "it took memory back by itself",
        ReflexCause.NotArriving => "what it was given does not arrive",
        ReflexCause.Room => $"to rescue {NamesOf(helps, "another guest")}",
        ReflexCause.Start => $"for the start of {NamesOf(helps, "another guest")}",
        ReflexCause.Red => "the host is short of memory",
        ReflexCause.Critical => "the host is about to kill guests",
        ReflexCause.OptedOut => "its customer opted out and is owed it",
        ReflexCause.NoHeartbeat => "no plan comes any more",
        ReflexCause.Silent => "it does not report any more",
        ReflexCause.Stalled => "its balloon got stuck on its way down",
        _ => "by a reflex",
    };

    private static string NamesOf(IReadOnlyList<string> names, string otherwise) => names.Count switch
    {
        0 => otherwise,
        <= Names => string.Join(", ", names),
        _ => $"{string.Join(", ", names.Take(Names))} and {names.Count - Names} more",
    };
}
