using BalloonExporter.Alertmanager;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Engine;

namespace BalloonExporter.Cli;

/// <summary>Decides one message as the exporter would, without moving anything. The loop must run in observe mode.</summary>
internal sealed class DryRun(FeedbackLoop loop, IHostReader reader, ISnapshotSubscriber tracker, RecentDecisions recent, SteadyClock clock, TimeProvider time)
{
    private const int Looks = 4;

    private static readonly TimeSpan ReadDeadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly HashSet<Guid> NoJobs = [];

    /// <summary>One decision per alert, in their order.</summary>
    /// <param name="message">The message.</param>
    /// <param name="asOfNow">Whether recommendations are treated as just computed.</param>
    /// <param name="cancellation">Abandons the run.</param>
    public async Task<IReadOnlyList<DecisionRecord>> RunAsync(AlertmanagerMessage message, bool asOfNow, CancellationToken cancellation)
    {
        var alerts = AlertReader.Read(message, clock).Select(alert => asOfNow && alert.Request is { } request
            ? alert with { Request = request with { EvaluatedAt = clock.Now } }
            : alert).ToList();
        await WarmUpAsync([.. alerts.Select(alert => alert.Request?.Uuid).OfType<Guid>()], cancellation);
        await loop.StartAsync(cancellation);
        var answers = loop.Submit(alerts.Select(alert => alert.Request).OfType<BalloonRequest>());
        await Task.WhenAll(answers).WaitAsync(Patience, time, cancellation);
        await loop.StopAsync(cancellation);
        var names = recent.NewestFirst().Where(each => each.Domain is not null).DistinctBy(each => each.Uuid).ToDictionary(each => each.Uuid!, each => each.Domain);
        var next = 0;
        return
        [
            .. alerts.Select(alert => alert.Request is { } request
                ? DecisionRecord.Of(request, names.GetValueOrDefault(request.Uuid.ToString()), answers[next++].Result, clock) with { Uuid = alert.Uuid }
                : DecisionRecord.Of(alert, alert.DecisionWithoutLook!, clock)),
        ];
    }

    // The working set of some guests is known only after two looks.
    private async Task WarmUpAsync(HashSet<Guid> uuids, CancellationToken cancellation)
    {
        for (var look = 1; look < Looks; look++)
        {
            var snapshot = await reader.ReadAsync(ReadDeadline, NoJobs, cancellation);
            tracker.TakeIn(snapshot);
            if (!snapshot.LibvirtUp || snapshot.Domains.Where(domain => uuids.Contains(domain.Uuid)).All(domain => domain.WorkingSet is not null))
                return;
            await Task.Delay(Pause, time, cancellation);
        }
    }
}
