namespace BalloonExporter.Simulator.World;

/// <summary>
/// A kernel that looks for memory instead of killing: it finds a page now and then, and takes that for progress. Public reports tell of hours.
/// </summary>
public sealed class Livelock(long maximumKib)
{
    private const int GivesUpAfterSeconds = 60;
    // It begins before the last page is gone: what programs are made of is read from disk over and over.
    private const int BeginsAtPercent = 2;
    private const int EndsAtPercent = 5;

    private int? _since;

    /// <summary>Whether the guest does nothing else.</summary>
    public bool IsOn => _since is not null;

    /// <summary>Looks at what is left.</summary>
    /// <param name="leftKib">What programs do not want; negative: what they miss.</param>
    /// <param name="second">Now.</param>
    public void Observe(long leftKib, int second)
    {
        if (leftKib >= maximumKib * EndsAtPercent / 100)
            _since = null;
        else if (leftKib < maximumKib * BeginsAtPercent / 100)
            _since ??= second;
    }

    /// <summary>Whether the kernel kills at last.</summary>
    public bool GivesUp(int second) => second - _since >= GivesUpAfterSeconds;

    public void End() => _since = null;
}
