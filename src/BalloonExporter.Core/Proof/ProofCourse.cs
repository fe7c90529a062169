using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Proof;

/// <summary>Where the next intervals of a domain begin. Ends with its instance. Immutable.</summary>
internal sealed record ProofCourse
{
    // As the reflexes look at all domains: a domain that was not looked at for longer may have had anything meanwhile.
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan WaitWindow = TimeSpan.FromHours(1);

    /// <summary>What the last look found; null before the first one.</summary>
    public Holding? Last { get; init; }

    /// <summary>The last sample; null before the first one.</summary>
    public GuestSample? Sample { get; init; }

    /// <summary>Whether that sample shows a shortage.</summary>
    public bool IsShort { get; init; }

    /// <summary>Since when the guest is short and was not rescued; null while it is not.</summary>
    public Moment? ShortSince { get; init; }

    /// <summary>The last rescue seen.</summary>
    public Moment? RescuedAt { get; init; }

    /// <summary>Waits for rescues of the last hour, the longest first; one that a later one exceeds is dropped.</summary>
    public IReadOnlyList<(Moment At, TimeSpan Time)> Waits { get; init; } = [];

    /// <summary>The longest wait for a rescue within the last hour; null when there was no rescue.</summary>
    public TimeSpan? LongestWait(Moment now)
    {
        foreach (var wait in Waits)
        {
            if (now - wait.At < WaitWindow)
                return wait.Time;
        }

        return null;
    }

    /// <summary>An entry after another look. Time without a look, longer than looks are apart, counts for nothing.</summary>
    public ProofEntry Counted(ProofEntry entry, Holding now) =>
        Last is { } last && now.At - last.At is var apart && apart > TimeSpan.Zero && apart <= LongestLook ? entry.Plus(apart, last, now) : entry;

    /// <summary>The course after a rescue was seen.</summary>
    public ProofCourse After(Moment? rescuedAt)
    {
        if (rescuedAt is not { } at || at == RescuedAt)
            return this;
        var wait = ShortSince is { } since && since < at ? at - since : TimeSpan.Zero;
        return this with
        {
            RescuedAt = at,
            // Who is rescued waits anew.
            ShortSince = ShortSince is null ? null : at,
            Waits = [.. Waits.Where(earlier => earlier.Time > wait && at - earlier.At < WaitWindow), (at, wait)],
        };
    }

    /// <summary>
    /// Time that a new sample adds to the shortage: the time between both samples, and one period after a gap; half of it where only one of
    /// them shows the shortage, which began or ended somewhere in between.
    /// </summary>
    public TimeSpan ShortTime(GuestSample sample, bool isShort, TimeSpan period, Limits limits)
    {
        if (Sample is not { } before || !(isShort || IsShort) || sample.ArrivedAt <= before.ArrivedAt)
            return TimeSpan.Zero;
        var apart = sample.ArrivedAt - before.ArrivedAt;
        var time = apart <= period * limits.FreshPeriods ? apart : period;
        return isShort && IsShort ? time : time / 2;
    }
}
