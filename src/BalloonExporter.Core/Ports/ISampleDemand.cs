namespace BalloonExporter.Core.Ports;

/// <summary>Has guests asked for a sample of their statistics at once, not at the end of their period.</summary>
public interface ISampleDemand
{
    /// <summary>Asks for a sample of a guest, without waiting for it: a healthy guest answers within milliseconds. Its period stays what it was.</summary>
    /// <returns>Whether it is asked. Not while it is asked already, for a while after that failed, and only a guest whose period is set by this exporter.</returns>
    bool Ask(Guid uuid);
}
