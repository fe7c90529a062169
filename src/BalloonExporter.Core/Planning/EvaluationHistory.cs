using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Planning;

/// <summary>The evaluations of the last minutes, read as Prometheus reads what rules recorded.</summary>
internal sealed class EvaluationHistory
{
    private static readonly TimeSpan Lookback = TimeSpan.FromMinutes(5);

    // The longest range is eleven minutes.
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(11);

    private readonly List<Evaluation> _evaluations = [];

    /// <summary>Starts an evaluation; the ranges below end with it.</summary>
    public Evaluation Begin(Moment at)
    {
        _evaluations.RemoveAll(each => each.At <= at - Kept);
        var evaluation = new Evaluation(at);
        _evaluations.Add(evaluation);
        return evaluation;
    }

    /// <summary>The evaluation in effect at a moment; null when there is none.</summary>
    public Evaluation? At(Moment at) => _evaluations.FindLast(each => each.At <= at) is { } found && found.At > at - Lookback ? found : null;

    /// <summary>Minimum of a domain's value within a time; null without a value.</summary>
    public double? Least(Guid uuid, Moment until, TimeSpan time, Func<(double? UsableRatio, double? SwappedBytes), double?> valueOf)
    {
        double? least = null;
        foreach (var evaluation in Within(until, time))
        {
            if (evaluation.Domains.TryGetValue(uuid, out var seen) && valueOf(seen) is { } value && !(value >= least))
                least = value;
        }

        return least;
    }

    /// <summary>Whether the host was overfull at each evaluation within a time, and at its start.</summary>
    public bool OverfullThroughout(Moment until, TimeSpan time) =>
        Within(until, time).All(each => each.Overfull ?? true) && At(until - time)?.Overfull == true;

    private IEnumerable<Evaluation> Within(Moment until, TimeSpan time) => _evaluations.Where(each => each.At > until - time && each.At <= until);
}
