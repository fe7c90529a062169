namespace BalloonExporter.Simulator.World;

/// <summary>What a guest was sold and how it will behave.</summary>
/// <param name="Number">Its number on the host, from 0.</param>
/// <param name="MaximumKib">What it was sold.</param>
/// <param name="Load">What its programs want.</param>
public sealed record GuestSetup(int Number, long MaximumKib, IGuestLoad Load)
{
    /// <summary>Its own swap device; 0: none.</summary>
    public long SwapKib { get; init; }

    public GuestManner Manner { get; init; } = GuestManner.Obeys;

    public int Shares { get; init; } = 1000;

    /// <summary>Whether its customer opted out: it has no balloon.</summary>
    public bool OptedOut { get; init; }

    /// <summary>The second it starts in; null: it has run for an hour.</summary>
    public int? StartsAt { get; init; }

    /// <summary>When QEMU makes its first sample, in tenths of a second, 0 to 19.</summary>
    public int SamplePhase { get; init; }
}
