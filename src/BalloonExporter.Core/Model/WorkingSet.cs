namespace BalloonExporter.Core.Model;

/// <summary>
/// What a guest really needs, in the same currency as a balloon target.
/// </summary>
/// <remarks>
/// Written out, with Tot the guest's total, U its usable memory, A the balloon's value and reserve what the guest's kernel keeps
/// for itself (Max − first total):
/// a guest whose total follows the balloon needs Tot − U + reserve, one whose total does not needs Tot − U − (Max − A) + reserve.
/// Both are A − U once the balloon stands still, since the reserve is A − Tot in the first case and Max − Tot in the second.
/// The difference matters only while the balloon moves: then A is live and U is up to one period old, and only the first form is safe.
/// </remarks>
/// <param name="Kib">The working set in KiB; always positive.</param>
/// <param name="SampledAt">The moment of the one sample it was computed from.</param>
public sealed record WorkingSet(long Kib, Moment SampledAt)
{
    /// <summary>How fast it grew since the sample before, in KiB per second; 0 when it did not, or when there was none within a minute.</summary>
    public double RisePerSecondKib { get; init; }

    /// <summary>The fastest growth of the last hours, in KiB per second; what is six hours old counts half.</summary>
    public double LargestRisePerSecondKib { get; init; }
}
