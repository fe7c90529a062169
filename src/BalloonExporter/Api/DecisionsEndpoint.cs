using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BalloonExporter.Core.Model;
using BalloonExporter.Engine;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace BalloonExporter.Api;

/// <summary><c>/api/v1/decisions</c>.</summary>
internal sealed class DecisionsEndpoint(RecentDecisions recent)
{
    public const string Path = "/api/v1/decisions";

    private static readonly string[] Parameters = ["uuid", "origin", "reason", "verdict", "limit"];

    /// <summary>The newest 1,000 decisions, the newest first</summary>
    /// <remarks>
    /// Heartbeats, and polled alerts for domains of other hosts, are not among them. Kept in memory only. Several values of one parameter are
    /// alternatives.
    /// </remarks>
    /// <param name="request">The request.</param>
    /// <param name="uuid">Of this domain.</param>
    /// <param name="origin">Of these origins.</param>
    /// <param name="reason">With this reason, or clipped by it.</param>
    /// <param name="verdict">With these verdicts.</param>
    /// <param name="limit">At most so many; all of them by default.</param>
    /// <response code="200">The newest first.</response>
    /// <response code="400">A parameter is not known or wrong.</response>
    // Parameters are texts: a number or an enumeration that the framework fails to read would be a 400 without a word.
    public Results<Ok<DecisionList>, Refusal> Get(
        HttpRequest request,
        [FromQuery] string[] uuid,
        [FromQuery, ClosedSet(typeof(RequestOrigin))] string[] origin,
        [FromQuery, ClosedSet(typeof(DecisionReason))] string[] reason,
        [FromQuery, ClosedSet(typeof(Verdict))] string[] verdict,
        [FromQuery, Range(1, RecentDecisions.Capacity)] string[] limit)
    {
        var problems = new List<string>();
        var id = uuid.LastOrDefault();
        var origins = Among<RequestOrigin>(nameof(origin), origin, Labels.ToLabel, problems);
        var reasons = Among<DecisionReason>(nameof(reason), reason, Labels.ToLabel, problems);
        var verdicts = Among<Verdict>(nameof(verdict), verdict, Labels.ToLabel, problems);
        var most = RecentDecisions.Capacity;
        if (limit is [.., var number] && !(int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out most) && most is >= 1 and <= RecentDecisions.Capacity))
            problems.Add($"limit must be a number from 1 to {RecentDecisions.Capacity}");
        problems.AddRange(request.Query.Keys.Except(Parameters, StringComparer.Ordinal).Select(name => $"{name} is not known"));
        if (problems.Count > 0)
            return Refusal.BadRequest(string.Join("; ", problems));

        var found = recent.NewestFirst().Select(each => each.ForCallers).OfType<DecisionRecord>()
            .Where(each => id is null || string.Equals(each.Uuid, id, StringComparison.OrdinalIgnoreCase))
            .Where(each => origins is null || origins.Contains(each.Origin))
            .Where(each => reasons is null || reasons.Contains(each.Decision.ToldReason) || each.Decision.ClippedBy.Any(reasons.Contains))
            .Where(each => verdicts is null || verdicts.Contains(each.Decision.Verdict))
            .Take(most);
        return TypedResults.Ok(DecisionList.Of(found));
    }

    // Null: not asked for.
    private static HashSet<T>? Among<T>(string name, string[] values, Func<T, string> label, List<string> problems)
        where T : struct, Enum
    {
        if (values.Length == 0)
            return null;
        var known = Enum.GetValues<T>().ToDictionary(label);
        problems.AddRange(values.Where(value => !known.ContainsKey(value)).Select(value => $"{name}={value} is not known"));
        return [.. values.Where(known.ContainsKey).Select(value => known[value])];
    }
}
