using BalloonExporter.Backtest.Output;

namespace BalloonExporter.Backtest.History;

/// <summary>Moments at equal distances.</summary>
/// <param name="From">UNIX seconds of the first.</param>
/// <param name="To">UNIX seconds that none is after.</param>
/// <param name="StepSeconds">The distance.</param>
public sealed record TimeGrid(long From, long To, int StepSeconds)
{
    /// <summary>Number of moments.</summary>
    public int Moments => (int)((To - From) / StepSeconds) + 1;

    /// <summary>UNIX seconds of a moment.</summary>
    public long At(int moment) => From + ((long)moment * StepSeconds);

    /// <summary>The first moment that is not before a time.</summary>
    public int FirstNotBefore(double at) => (int)Math.Clamp(Math.Ceiling((at - From) / StepSeconds), 0, Moments);

    /// <summary>For messages.</summary>
    public override string ToString() => $"{TimeText.Of(From)} to {TimeText.Of(To)}";
}
