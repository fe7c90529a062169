using BalloonExporter.Alertmanager;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Options;

namespace BalloonExporter.Engine;

/// <summary>
/// Asks Alertmanagers for their alerts instead of waiting for their messages: no port is open, silences and inhibition are respected,
/// and an alert counts as long as whoever raised it renews it. Several Alertmanagers are taken for one set: of each domain the newest
/// recommendation counts.
/// </summary>
internal sealed partial class AlertmanagerPoll(
    FeedbackLoop loop, AuditTrail audit, IFeedbackMetrics metrics, Heartbeats heartbeats, ResendHint hint, ExporterOptions options, SteadyClock clock, TimeProvider time, ILogger<AlertmanagerPoll> log)
    : BackgroundService
{
    // By domain, what was last put up: the same recommendation is found with every poll until the rules are evaluated again.
    private readonly Dictionary<Guid, (BalloonRequest Request, Task<Decision> Answer)> _submitted = [];
    private readonly Dictionary<string, DecisionReason> _refused = [];
    private readonly List<AlertmanagerClient> _clients =
        [.. options.Alertmanager.Addresses.Select(address => new AlertmanagerClient(address, options.Alertmanager, time))];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_clients.Count == 0)
            return;
        using var timer = new PeriodicTimer(options.Alertmanager.Interval, time);
        try
        {
            do
            {
                await PollAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    public override void Dispose()
    {
        _clients.ForEach(client => client.Dispose());
        base.Dispose();
    }

    /// <summary>Asks all once, and puts up what is new. What becomes of it is not waited for.</summary>
    public async Task PollAsync(CancellationToken stopping)
    {
        var answers = await Task.WhenAll(_clients.Select(client => TryReadAsync(client, stopping)));
        var alerts = answers.SelectMany(each => each).ToList();
        if (alerts.Any(alert => alert.Refusal == DecisionReason.Heartbeat))
            heartbeats.Note(clock.Now);
        hint.Beat(alerts);
        RecordRefusals(alerts);
        Submit(alerts.Select(alert => alert.Request).OfType<BalloonRequest>());
    }

    private async Task<IReadOnlyList<ReadAlert>> TryReadAsync(AlertmanagerClient client, CancellationToken stopping)
    {
        try
        {
            var found = await client.ReadAsync(stopping);
            metrics.Polled(client.Name, clock.Now);
            if (client.Problem is not null)
                AnswersAgain(client.Name);
            client.Problem = null;
            return [.. found.Select(alert => AlertReader.Read(alert, client.Name, clock))];
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            // Whatever one Alertmanager does, it costs neither the others nor the loop.
            metrics.Polled(client.Name, null);
            // It may quote the answer.
            var problem = TextBounds.Cut(exception.Message, TextBounds.Error);
            if (client.Problem != problem)
                DoesNotAnswer(client.Name, problem);
            client.Problem = problem;
            return [];
        }
    }

    // An alert that says nothing of use is told once, not with every poll.
    private void RecordRefusals(IReadOnlyList<ReadAlert> alerts)
    {
        var refused = alerts.Where(alert => alert.Refusal is not null).DistinctBy(alert => alert.Fingerprint).ToList();
        foreach (var alert in refused.Where(alert => !_refused.TryGetValue(alert.Fingerprint, out var reason) || reason != alert.Refusal))
            audit.Record(alert, alert.DecisionWithoutLook!);
        _refused.Clear();
        foreach (var alert in refused)
            _refused[alert.Fingerprint] = alert.Refusal!.Value;
    }

    private void Submit(IEnumerable<BalloonRequest> requests)
    {
        var now = clock.Now;
        var newestPerDomain = new NewestPerDomain<BalloonRequest>(request => request);
        foreach (var request in requests)
            newestPerDomain.Add(request, now, out _);
        var newest = newestPerDomain.TakeAll();
        var news = newest.Where(request => IsNews(request, now)).ToList();
        var answers = loop.Submit(news);
        foreach (var (request, answer) in news.Zip(answers))
            _submitted[request.Uuid] = (request, answer);
        foreach (var gone in _submitted.Keys.Except(newest.Select(request => request.Uuid)).ToList())
            _submitted.Remove(gone);
    }

    // What could not be tried, or failed, is tried again as long as it is not too old.
    private bool IsNews(BalloonRequest request, Moment now) =>
        !_submitted.TryGetValue(request.Uuid, out var last)
        || request.EvaluatedAt > last.Request.EvaluatedAt
        // After one that was newer than now whatever differs is worth asking.
        || (last.Request.EvaluatedAt > now && (request.EvaluatedAt, request.TargetKib) != (last.Request.EvaluatedAt, last.Request.TargetKib))
        || (request.EvaluatedAt == last.Request.EvaluatedAt && last.Answer is { IsCompletedSuccessfully: true, Result.Verdict: Verdict.Failed });

    [LoggerMessage(LogLevel.Warning, "Alertmanager does not answer as it should: its alerts are not known")]
    private partial void DoesNotAnswer(string alertmanager, string err);

    [LoggerMessage(LogLevel.Information, "Alertmanager answers again")]
    private partial void AnswersAgain(string alertmanager);
}
