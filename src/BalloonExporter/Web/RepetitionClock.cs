using BalloonExporter.Engine;
using ExporterToolkit.Hosting;

namespace BalloonExporter.Web;

/// <summary>Logs repetitions regularly, even when no further request arrives.</summary>
internal sealed class RepetitionClock(AuditTrail audit, RefusedRequests requests, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly PeriodicTimer _timer = new(Interval, time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stoppingToken))
            {
                audit.TellRepetitions();
                requests.TellRepetitions();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }
}
