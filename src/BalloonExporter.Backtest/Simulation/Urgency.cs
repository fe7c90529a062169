namespace BalloonExporter.Backtest.Simulation;

/// <summary>How soon the next round is needed. Later members need it sooner.</summary>
internal enum Urgency
{
    /// <summary>Nothing was asked for: when a server's needs ask for it.</summary>
    None,

    /// <summary>A request was refused: within a minute.</summary>
    Refused,

    /// <summary>A balloon was moved: with the next plan.</summary>
    Plan,

    /// <summary>A server or the host waits for memory that others give: with the next look of the reflexes.</summary>
    Reflex,
}
