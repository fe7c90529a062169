using Microsoft.Extensions.Time.Testing;

namespace BalloonExporter.Core.Tests;

/// <summary>A time source whose wall clock is set back and forward, while time itself goes on.</summary>
public class JumpingTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private TimeSpan _jumped;

    public void Jump(TimeSpan step) => _jumped += step;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _jumped;
}
