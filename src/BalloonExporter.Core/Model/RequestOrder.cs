namespace BalloonExporter.Core.Model;

/// <summary>
/// Which of two requests for one domain counts: the newer, as long as nobody's clock runs ahead. One message from the future must not
/// silence those that come after it. Pure.
/// </summary>
public static class RequestOrder
{
    /// <summary>How far a recommendation may be ahead: clocks differ a little. Beyond it is refused.</summary>
    public static readonly TimeSpan FutureTolerance = TimeSpan.FromSeconds(5);

    /// <summary>Whether a request was evaluated too far in the future to be believed.</summary>
    public static bool IsAhead(this BalloonRequest request, Moment now) => request.EvaluatedAt - now > FutureTolerance;

    /// <summary>Whether a request makes another for the same domain pointless.</summary>
    /// <param name="request">The one that came later.</param>
    /// <param name="other">The one that was there.</param>
    /// <param name="now">The moment.</param>
    public static bool Supersedes(this BalloonRequest request, BalloonRequest other, Moment now)
    {
        // What the exporter has seen itself is newer than anything that comes from outside, whatever the clocks say.
        if (request.IsReflex != other.IsReflex)
            return request.IsReflex;
        if (request.IsAhead(now) != other.IsAhead(now))
            return other.IsAhead(now);
        var newer = request.EvaluatedAt > other.EvaluatedAt;
        var newestAt = newer ? request.EvaluatedAt : other.EvaluatedAt;
        // What is newer than now may take the place of a take only: where they differ, the guest gets the larger.
        return newestAt <= now || request.TargetKib == other.TargetKib ? newer : request.TargetKib > other.TargetKib;
    }
}
