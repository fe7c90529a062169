using System.Globalization;

namespace BalloonExporter.Core.Model;

/// <summary>
/// A moment on the steady time line of this process: what durations and deadlines are counted with. The line begins at what the host's
/// clock showed when the process started, and goes on evenly whatever is done to that clock. Only <see cref="SteadyClock"/> translates
/// between the two.
/// </summary>
/// <param name="Ticks">Units of 100 ns; the default is before anything.</param>
public readonly record struct Moment(long Ticks) : IComparable<Moment>
{
    /// <summary>Before anything.</summary>
    public static Moment MinValue { get; }

    /// <summary>After everything.</summary>
    public static Moment MaxValue { get; } = new(DateTimeOffset.MaxValue.UtcTicks);

    /// <summary>A later moment, <see cref="MaxValue"/> at most.</summary>
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

    /// <summary>For somebody who debugs or reads a failed test: as if the host's clock had not been set since the start.</summary>
    public override string ToString() =>
        new DateTime(Math.Clamp(Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), DateTimeKind.Utc).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
