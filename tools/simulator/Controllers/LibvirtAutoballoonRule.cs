using static BalloonExporter.Simulator.World.Sizes;

namespace BalloonExporter.Simulator.Controllers;

/// <summary>
/// libvirt-autoballoon's rule, as <c>process_domainID</c> of its script decides: the usable memory of a guest is to be a part of its maximum. With less the
/// guest grows; with more than 1.5 times that part it shrinks. A step is the same part of what it uses, in multiples of 32 MiB, or 1 MiB. The host is not considered.
/// </summary>
/// <param name="ratio">That part, 0 to 1: 0.125 when the daemon was written, 0.25 since April 2018.</param>
public sealed class LibvirtAutoballoonRule(double ratio)
{
    private const long StepKib = 32 * MiB;
    private const double Enough = 1.5;

    /// <summary>The target in KiB; null when nothing is asked.</summary>
    /// <param name="maximumKib">What the guest was sold.</param>
    /// <param name="actualKib">What it has now.</param>
    /// <param name="usableKib">The usable memory that it reported; 0 when it reported nothing.</param>
    public long? Decide(long maximumKib, long actualKib, long usableKib)
    {
        var usedKib = actualKib - usableKib;
        if (usableKib == 0)
            return null;
        var keepKib = maximumKib * ratio;
        var stepKib = (long)(usedKib * ratio) & -StepKib;
        if (stepKib == 0)
            stepKib = MiB;
        var enough = usableKib / keepKib;
        if (enough < 1 && actualKib < maximumKib)
            return Math.Min(actualKib + stepKib, maximumKib);
        return enough > Enough && actualKib > keepKib ? actualKib - stepKib : null;
    }
}
