using BalloonExporter.Alertmanager;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Options;

namespace BalloonExporter.Engine;

/// <summary>
/// Polls Alertmanagers instead of waiting for their webhook: no port is open, silences and inhibition are respected, and an alert counts
/// while its sender renews it. Several Alertmanagers count as one set: the newest recommendation of each domain applies.
/// </summary>
internal sealed partial class AlertmanagerPoll(
    FeedbackLoop loop, AuditTrail audit, IFeedbackMetrics metrics, Heartbeats heartbeats, ResendHint hint, ExporterOptions options, SteadyClock clock, TimeProvider time, ILogger<AlertmanagerPoll> log)
    : BackgroundService
{
    // The last request of each domain: polls return the same recommendation until the rules are evaluated again.
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

    /// <summary>Polls all Alertmanagers once and submits new requests, without waiting for their results.</summary>
    public async Task PollAsync(CancellationToken stopping)
    {
        var answers = await Task.WhenAll(_clients.Select(client => TryReadAsync(client, stopping)));
        var alerts = answers.SelectMany(each => each).ToList();
        if (alerts.Any(alert => alert.Refusal == DecisionReason.Heartbeat))
            heartbeats.Note(clock.Now);
        hint.Beat(alerts, options.Alertmanager.Interval);
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
            // An error of one Alertmanager affects neither the others nor the loop.
            metrics.Polled(client.Name, null);
            // The message may quote the answer.
            var problem = TextBounds.Cut(exception.Message, TextBounds.Error);
            if (client.Problem != problem)
                DoesNotAnswer(client.Name, problem);
            client.Problem = problem;
            return [];
        }
    }

    // An unusable alert is logged once, not with every poll.
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

    // A request that was not tried, or failed, is submitted again until it is too old.
    private bool IsNews(BalloonRequest request, Moment now) =>
        !_submitted.TryGetValue(request.Uuid, out var last)
        || request.EvaluatedAt > last.Request.EvaluatedAt
        // After a request from the future, any different one is submitted.
        || (last.Request.EvaluatedAt > now && (request.EvaluatedAt, request.TargetKib) != (last.Request.EvaluatedAt, last.Request.TargetKib))
        || (request.EvaluatedAt == last.Request.EvaluatedAt && last.Answer is { IsCompletedSuccessfully: true, Result.Verdict: Verdict.Failed });

    [LoggerMessage(LogLevel.Warning, "Polling Alertmanager failed: its alerts are unknown")]
    private partial void DoesNotAnswer(string alertmanager, string err);

    [LoggerMessage(LogLevel.Information, "Alertmanager answers again")]
    private partial void AnswersAgain(string alertmanager);
}
