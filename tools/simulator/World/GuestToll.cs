using static BalloonExporter.Simulator.World.Sizes;

namespace BalloonExporter.Simulator.World;

/// <summary>What a guest lost: memory that it wanted and did not have, work that was not done, kills.</summary>
public sealed class GuestToll
{
    private const double LittleWork = 0.1;
    private const double WorkWhileInflating = 2.0 / 3;
    // Page faults on the host, for memory that was given back and is touched again.
    private const double SecondsPerFaultedGiB = 1;

    private double _faultSeconds;
    private double _spellSeconds;

    /// <summary>What programs wanted and did not have in memory, KiB·s.</summary>
    public double UnmetKibSeconds { get; private set; }

    /// <summary>What killed programs would have wanted, KiB·s.</summary>
    public double LostKibSeconds { get; private set; }

    /// <summary>Work that was not done, in seconds of a guest's full work.</summary>
    public double WorkLostSeconds { get; private set; }

    /// <summary>The longest time with less than a tenth of the work done, s.</summary>
    public double LongestSpellSeconds { get; private set; }

    /// <summary>Time in which programs wanted more than they had in memory, or had been killed, s.</summary>
    public double UnderDemandSeconds { get; private set; }

    public int Kills { get; private set; }

    public int HostKills { get; private set; }

    public void Kill() => Kills++;

    public void KillByHost() => HostKills++;

    /// <summary>Adds memory that programs wanted and did not have.</summary>
    /// <param name="unmetKib">What they wanted and did not have in memory.</param>
    /// <param name="lostKib">What killed programs would have wanted.</param>
    /// <param name="seconds">How long.</param>
    public void Miss(double unmetKib, double lostKib, double seconds)
    {
        UnmetKibSeconds += unmetKib * seconds;
        LostKibSeconds += lostKib * seconds;
        if (unmetKib + lostKib > 0)
            UnderDemandSeconds += seconds;
    }

    /// <summary>Adds memory that was given back and is now touched for the first time.</summary>
    public void Fault(long kib) => _faultSeconds += SecondsPerFaultedGiB * kib / GiB;

    /// <summary>Adds a step of time.</summary>
    /// <param name="work">Share of the work that memory allowed.</param>
    /// <param name="inflating">Whether the balloon took memory in this time.</param>
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
