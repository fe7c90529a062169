using BalloonExporter.Core.Model;

namespace BalloonExporter.Tests.Fakes;

/// <summary>Times of tests in which the wall clock is never set: both clocks agree there.</summary>
internal static class Moments
{
    public static Moment Steady(this DateTimeOffset time) => new(time.UtcTicks);
}
