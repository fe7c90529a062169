using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;

namespace BalloonExporter.Tests.Fakes;

internal sealed class RecordingMetrics : IFeedbackMetrics
{
    private readonly Lock _lock = new();
    private readonly List<string> _decisions = [];
    private int _applied;

    /// <summary>Each as verdict/reason/origin.</summary>
    public IReadOnlyList<string> Decisions
    {
        get
        {
            lock (_lock)
                return [.. _decisions];
        }
    }

    public int AppliedCalls => _applied;

    public void Notification(NotificationResult result) => throw new InvalidOperationException("the loop receives no messages");

    public void Decision(Verdict verdict, DecisionReason reason, RequestOrigin origin)
    {
        lock (_lock)
            _decisions.Add($"{verdict.ToLabel()}/{reason.ToLabel()}/{origin.ToLabel()}");
    }

    public void Polled(string alertmanager, Moment? at) => throw new InvalidOperationException("the loop does not poll");

    public List<StateOperation> StateErrors { get; } = [];

    public void StateError(StateOperation operation)
    {
        lock (_lock)
            StateErrors.Add(operation);
    }

    public void KeyUnusable() => throw new InvalidOperationException("the loop knows no keys");

    /// <summary>How old recommendations were when they came.</summary>
    public List<TimeSpan> Ages { get; } = [];

    public void Arrived(TimeSpan age)
    {
        lock (_lock)
            Ages.Add(age);
    }

    public void Applied(TimeSpan duration) => Interlocked.Increment(ref _applied);
}
