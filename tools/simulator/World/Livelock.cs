namespace BalloonExporter.Simulator.World;

/// <summary>
/// A kernel that reclaims memory instead of killing: it finds a page now and then and counts that as progress. Public reports mention hours.
/// </summary>
public sealed class Livelock(long maximumKib)
{
    private const int GivesUpAfterSeconds = 60;
    // It begins before the last page is used: the programs' own code is dropped and read from disk again and again.
    private const int BeginsAtPercent = 2;
    private const int EndsAtPercent = 5;

    private int? _since;

    /// <summary>Whether the guest is in a livelock.</summary>
    public bool IsOn => _since is not null;

    /// <summary>Takes in what is left.</summary>
    /// <param name="leftKib">Memory and swap that programs do not want; negative: what they lack.</param>
    /// <param name="second">Now.</param>
    public void Observe(long leftKib, int second)
    {
        if (leftKib >= maximumKib * EndsAtPercent / 100)
            _since = null;
        else if (leftKib < maximumKib * BeginsAtPercent / 100)
            _since ??= second;
    }

    /// <summary>Whether it has lasted so long that the kernel kills a program.</summary>
    public bool GivesUp(int second) => second - _since >= GivesUpAfterSeconds;

    public void End() => _since = null;
}
