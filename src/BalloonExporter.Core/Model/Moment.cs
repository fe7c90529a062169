using System.Globalization;

namespace BalloonExporter.Core.Model;

/// <summary>
/// A moment on the monotonic time line of this process, used for durations and deadlines. The line starts at the host's wall-clock time
/// at the start of the process and is not affected when the clock is set. Only <see cref="SteadyClock"/> converts between the two.
/// </summary>
/// <param name="Ticks">Units of 100 ns; the default is <see cref="MinValue"/>.</param>
public readonly record struct Moment(long Ticks) : IComparable<Moment>
{
    /// <summary>Earlier than all others.</summary>
    public static Moment MinValue { get; }

    /// <summary>Later than all others.</summary>
    public static Moment MaxValue { get; } = new(DateTimeOffset.MaxValue.UtcTicks);

    /// <summary>A later moment; saturates at <see cref="MaxValue"/>.</summary>
    public static Moment operator +(Moment moment, TimeSpan time) => time > MaxValue - moment ? MaxValue : new(moment.Ticks + time.Ticks);

    /// <summary>An earlier moment.</summary>
    public static Moment operator -(Moment moment, TimeSpan time) => new(moment.Ticks - time.Ticks);

    /// <summary>The time between two moments.</summary>
    public static TimeSpan operator -(Moment later, Moment earlier) => new(later.Ticks - earlier.Ticks);

    /// <summary>Whether one is before the other.</summary>
    public static bool operator <(Moment one, Moment other) => one.Ticks < other.Ticks;

    /// <summary>Whether one is after the other.</summary>
    public static bool operator >(Moment one, Moment other) => one.Ticks > other.Ticks;

    /// <summary>Whether one is not after the other.</summary>
    public static bool operator <=(Moment one, Moment other) => one.Ticks <= other.Ticks;

    /// <summary>Whether one is not before the other.</summary>
    public static bool operator >=(Moment one, Moment other) => one.Ticks >= other.Ticks;

    /// <inheritdoc/>
    public int CompareTo(Moment other) => Ticks.CompareTo(other.Ticks);

    /// <summary>For debugging and failed tests: the wall-clock time if the clock had not been set since the start.</summary>
    public override string ToString() =>
        new DateTime(Math.Clamp(Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), DateTimeKind.Utc).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
