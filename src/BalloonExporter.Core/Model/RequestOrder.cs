namespace BalloonExporter.Core.Model;

/// <summary>
/// Decides which of two requests for a domain counts: the newer one, unless its time is in the future. One request with a wrong clock
/// must not block those that follow. Pure.
/// </summary>
public static class RequestOrder
{
    /// <summary>Tolerated clock difference: requests further in the future are refused.</summary>
    public static readonly TimeSpan FutureTolerance = TimeSpan.FromSeconds(5);

    /// <summary>Whether a request's evaluation time is too far in the future.</summary>
    public static bool IsAhead(this BalloonRequest request, Moment now) => request.EvaluatedAt - now > FutureTolerance;

    /// <summary>Whether a request replaces another one for the same domain.</summary>
    /// <param name="request">The request that arrived later.</param>
    /// <param name="other">The request that arrived first.</param>
    /// <param name="now">The current moment.</param>
    public static bool Supersedes(this BalloonRequest request, BalloonRequest other, Moment now)
    {
        // A reflex is based on data just read: it is newer than any request from outside, whatever its time says.
        if (request.IsReflex != other.IsReflex)
            return request.IsReflex;
        if (request.IsAhead(now) != other.IsAhead(now))
            return other.IsAhead(now);
        var newer = request.EvaluatedAt > other.EvaluatedAt;
        var newestAt = newer ? request.EvaluatedAt : other.EvaluatedAt;
        // With a time in the future a request may only replace one with a lower target: the guest gets the larger of both.
        return newestAt <= now || request.TargetKib == other.TargetKib ? newer : request.TargetKib > other.TargetKib;
    }
}
