namespace BalloonExporter.Backtest.History;

/// <summary>A burst on top of what a server uses otherwise. It ends at once.</summary>
/// <param name="From">The second it begins in.</param>
/// <param name="To">The second it ends in.</param>
/// <param name="HeightKib">How high it rises.</param>
/// <param name="RiseKibPerSecond">How fast.</param>
public readonly record struct Burst(int From, int To, long HeightKib, long RiseKibPerSecond);
