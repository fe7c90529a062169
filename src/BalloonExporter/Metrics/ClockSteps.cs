using BalloonExporter.Core.Model;

namespace BalloonExporter.Metrics;

/// <summary>Logs and counts steps of the host's clock. They have no other effect: durations do not depend on that clock.</summary>
internal sealed partial class ClockSteps(SteadyClock clock, FeedbackMetrics metrics, ILogger<ClockSteps> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        clock.Stepped += Note;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        clock.Stepped -= Note;
        return Task.CompletedTask;
    }

    private void Note(TimeSpan step)
    {
        metrics.ClockStepped(step);
        if (step < TimeSpan.Zero)
            SetBack(step.TotalSeconds);
        else
            SetForward(step.TotalSeconds);
    }

    [LoggerMessage(LogLevel.Warning, "The clock was set back")]
    private partial void SetBack(double seconds);

    [LoggerMessage(LogLevel.Warning, "The clock was set forward")]
    private partial void SetForward(double seconds);
}
