namespace BalloonExporter.Core.Model;

/// <summary>When the next sample of a guest arrives, as learned from those before it. At the last look it was not there.</summary>
/// <param name="After">Not before this moment.</param>
/// <param name="By">By this moment, if the guest answers at once.</param>
public readonly record struct SampleWindow(Moment After, Moment By)
{
    /// <summary>The middle: a look then halves the window, whether it finds the sample or not.</summary>
    public Moment Middle => After + ((By - After) / 2);
}
