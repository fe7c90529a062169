using BalloonExporter.Core.Model;

namespace BalloonExporter.Tests.Fakes;

/// <summary>Times of tests whose wall clock nobody sets: there both time lines are one.</summary>
internal static class Moments
{
    public static Moment Steady(this DateTimeOffset time) => new(time.UtcTicks);
}
