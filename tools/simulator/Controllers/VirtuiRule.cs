namespace BalloonExporter.Simulator.Controllers;

/// <summary>The input of virtui's rule for one guest. Sizes in bytes, times in seconds.</summary>
public sealed record VirtuiReading(long Minimum, long Maximum, long Actual)
{
    /// <summary>The guest's MemTotal and MemAvailable; null while it reports nothing.</summary>
    public (long Total, long Usable)? Memory { get; init; }

    /// <summary>When the guest reported that.</summary>
    public long SampledAt { get; init; }

    public long Now { get; init; }
}

/// <summary>
/// virtui's rule for one guest, as <c>lib/virt/ballooning_vm.rb</c> decides: at 65 % in use or more it grows by 30 % at once; at 55 % or less it
/// shrinks by 10 %, at the earliest ten seconds after its last move. It never moves twice on one sample. The host is not considered.
/// </summary>
/// <param name="now">When the guest was first read, in seconds.</param>
public sealed class VirtuiRule(long now)
{
    private const int GrowAtPercent = 65;
    private const int GrowToPercent = 130;
    private const int ShrinkAtPercent = 55;
    private const int ShrinkToPercent = 90;
    private const int BootSeconds = 20;
    private const int MoveSeconds = 10;
    private const int StaleSeconds = 12;

    private long _restUntil = now + BootSeconds;
    private long? _movedOn;

    /// <summary>The target in bytes; null when nothing is asked.</summary>
    public long? Decide(VirtuiReading reading)
    {
        if (reading.Memory is not { } memory || reading.Now - reading.SampledAt >= StaleSeconds || _movedOn == reading.SampledAt)
            return null;
        var used = memory.Total == 0 ? 0 : Math.Clamp((memory.Total - memory.Usable) * 100 / memory.Total, 0, 100);
        if (used is > ShrinkAtPercent and < GrowAtPercent || reading.Minimum > reading.Maximum || (used <= ShrinkAtPercent && reading.Now < _restUntil))
            return null;
        var wanted = reading.Actual * (used >= GrowAtPercent ? GrowToPercent : ShrinkToPercent) / 100;
        var target = Math.Clamp(wanted, reading.Minimum, reading.Maximum);
        if (target == reading.Actual)
            return null;
        Rest(reading.Now, MoveSeconds);
        _movedOn = reading.SampledAt;
        return target;
    }

    /// <summary>Notes that the guest is off: it has to boot before it can move.</summary>
    public void NoteOff(long second)
    {
        Rest(second, BootSeconds);
        _movedOn = null;
    }

    private void Rest(long second, int seconds) => _restUntil = Math.Max(_restUntil, second + seconds);
}
