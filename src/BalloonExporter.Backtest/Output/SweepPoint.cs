namespace BalloonExporter.Backtest.Output;

/// <summary>One overcommit of a sweep.</summary>
/// <param name="Overcommit">How many times a host's memory is sold.</param>
/// <param name="Hosts">Hosts that the servers need then.</param>
/// <param name="With">The figures with act mode.</param>
/// <param name="Without">The figures without.</param>
public sealed record SweepPoint(double Overcommit, int Hosts, RunFigures With, RunFigures Without);
