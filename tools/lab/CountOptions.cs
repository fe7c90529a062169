namespace BalloonExporter.Lab;

/// <summary>What is done a number of times, minutes or domains.</summary>
/// <param name="Exporter">The published binary.</param>
/// <param name="Count">How many.</param>
internal sealed record CountOptions(string Exporter, int Count);
