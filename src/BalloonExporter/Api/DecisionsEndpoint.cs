using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using BalloonExporter.Core.Model;
using BalloonExporter.Engine;

namespace BalloonExporter.Api;

/// <summary><c>GET /api/v1/decisions</c>: the newest decisions, the newest first.</summary>
internal sealed class DecisionsEndpoint(RecentDecisions recent)
{
    public const string Path = "/api/v1/decisions";

    public Task GetAsync(HttpContext context)
    {
        var problems = new List<string>();
        var uuid = Text("uuid");
        var origins = Among<RequestOrigin>("origin", Labels.ToLabel);
        var reasons = Among<DecisionReason>("reason", Labels.ToLabel);
        var verdicts = Among<Verdict>("verdict", Labels.ToLabel);
        var limit = RecentDecisions.Capacity;
        if (Text("limit") is { } number && !(int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= RecentDecisions.Capacity))
            problems.Add($"limit must be a number from 1 to {RecentDecisions.Capacity}");
        problems.AddRange(context.Request.Query.Keys.Except(["uuid", "origin", "reason", "verdict", "limit"], StringComparer.Ordinal).Select(name => $"{name} is not known"));
        if (problems.Count > 0)
            return ApiError.WriteAsync(context, StatusCodes.Status400BadRequest, string.Join("; ", problems));

        var found = recent.NewestFirst().Select(each => each.ForCallers).OfType<DecisionRecord>()
            .Where(each => uuid is null || string.Equals(each.Uuid, uuid, StringComparison.OrdinalIgnoreCase))
            .Where(each => origins is null || origins.Contains(each.Origin))
            .Where(each => reasons is null || reasons.Contains(each.Decision.Reason) || each.Decision.ClippedBy.Any(reasons.Contains))
            .Where(each => verdicts is null || verdicts.Contains(each.Decision.Verdict))
            .Take(limit)
            .Select(DecisionEntry.Of);
        return context.Response.WriteAsJsonAsync(new DecisionList([.. found]), DecisionsJson.Default.DecisionList);

        string? Text(string name) => context.Request.Query.TryGetValue(name, out var values) ? values[^1] : null;

        // Several of a kind are one or the other.
        HashSet<T>? Among<T>(string name, Func<T, string> label)
            where T : struct, Enum
        {
            if (!context.Request.Query.TryGetValue(name, out var values))
                return null;
            var known = Enum.GetValues<T>().ToDictionary(label);
            problems.AddRange(values.Where(value => !known.ContainsKey(value ?? "")).Select(value => $"{name}={value} is not known"));
            return [.. values.Where(value => known.ContainsKey(value ?? "")).Select(value => known[value!])];
        }
    }
}

/// <summary>The answer.</summary>
internal sealed record DecisionList(IReadOnlyList<DecisionEntry> Decisions)
{
    public static string ToJson(IEnumerable<DecisionRecord> decisions) =>
        JsonSerializer.Serialize(new DecisionList([.. decisions.Select(DecisionEntry.Of)]), DecisionsJson.Default.DecisionList);
}

/// <summary>One decision; the names are those of the log line, as JSON spells them.</summary>
internal sealed record DecisionEntry(DateTimeOffset At, string Verdict, string Reason, string Origin)
{
    public string? Domain { get; init; }

    public string? Uuid { get; init; }

    public long? FromBytes { get; init; }

    public long? ToBytes { get; init; }

    public long? TargetBytes { get; init; }

    public IReadOnlyList<string> ClippedBy { get; init; } = [];

    public DateTimeOffset? EvaluatedAt { get; init; }

    public string? AskedBy { get; init; }

    public string? Cause { get; init; }

    public string Fingerprint { get; init; } = "";

    public static DecisionEntry Of(DecisionRecord recent) => new(
        recent.At, recent.Decision.Verdict.ToLabel(), recent.Decision.Reason.ToLabel(), recent.Origin.ToLabel())
    {
        Domain = recent.Domain,
        Uuid = recent.Uuid,
        FromBytes = recent.Decision.FromBytes,
        ToBytes = recent.Decision.ToBytes,
        TargetBytes = recent.TargetBytes,
        ClippedBy = [.. recent.Decision.ClippedBy.Select(reason => reason.ToLabel())],
        EvaluatedAt = recent.EvaluatedAt,
        AskedBy = recent.AskedBy,
        Cause = recent.Cause?.ToLabel(),
        Fingerprint = recent.Fingerprint,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DecisionList))]
internal sealed partial class DecisionsJson : JsonSerializerContext;
