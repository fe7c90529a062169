using static BalloonExporter.Simulator.World.Sizes;

namespace BalloonExporter.Simulator.World;

/// <summary>What a guest suffered.</summary>
public sealed class GuestToll
{
    private const double LittleWork = 0.1;
    private const double WorkWhileInflating = 2.0 / 3;
    // Of the host's page faults, for memory that was given back and is touched again.
    private const double SecondsPerFaultedGiB = 1;

    private double _faultSeconds;
    private double _spellSeconds;

    /// <summary>What programs wanted and did not have in memory, KiB·s.</summary>
    public double UnmetKibSeconds { get; private set; }

    /// <summary>What programs wanted that had been killed, KiB·s.</summary>
    public double LostKibSeconds { get; private set; }

    /// <summary>Time in which work was not done, as if all of it had been lost at once, s.</summary>
    public double WorkLostSeconds { get; private set; }

    /// <summary>The longest time with less than a tenth of the work done, s.</summary>
    public double LongestSpellSeconds { get; private set; }

    /// <summary>Time in which programs wanted more than they had in memory, or had been killed, s.</summary>
    public double UnderDemandSeconds { get; private set; }

    public int Kills { get; private set; }

    public int HostKills { get; private set; }

    public void Kill() => Kills++;

    public void KillByHost() => HostKills++;

    /// <summary>Programs went without for a while.</summary>
    /// <param name="unmetKib">What they wanted and did not have in memory.</param>
    /// <param name="lostKib">What those that had been killed would have wanted.</param>
    /// <param name="seconds">How long.</param>
    public void Miss(double unmetKib, double lostKib, double seconds)
    {
        UnmetKibSeconds += unmetKib * seconds;
        LostKibSeconds += lostKib * seconds;
        if (unmetKib + lostKib > 0)
            UnderDemandSeconds += seconds;
    }

    /// <summary>Memory that had been given back was touched for the first time.</summary>
    public void Fault(long kib) => _faultSeconds += SecondsPerFaultedGiB * kib / GiB;

    /// <summary>A while passed.</summary>
    /// <param name="work">Share of the work that memory allowed.</param>
    /// <param name="inflating">Whether the balloon took memory meanwhile.</param>
    /// <param name="seconds">How long.</param>
    public void Pass(double work, bool inflating, double seconds)
    {
        if (inflating)
            work *= WorkWhileInflating;
        var faulting = Math.Min(_faultSeconds, work * seconds);
        _faultSeconds -= faulting;
        work -= faulting / seconds;
        WorkLostSeconds += (1 - work) * seconds;
        _spellSeconds = work < LittleWork ? _spellSeconds + seconds : 0;
        LongestSpellSeconds = Math.Max(LongestSpellSeconds, _spellSeconds);
    }
}
