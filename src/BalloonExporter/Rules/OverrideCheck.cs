using BalloonExporter.Core.Model;

namespace BalloonExporter.Rules;

/// <summary>Checks overrides, with the same reasons as <c>balloon:planner_config:invalid</c> of the planner. Pure.</summary>
internal static class OverrideCheck
{
    // Prefix of threshold names in health.rules.yml.
    private const string Alerts = "alert_";

    // Fewer bytes look like a number of MiB. Swapped bytes may be fewer.
    private static readonly double FewBytes = Kib.ToBytes(Kib.PerMiB);
    private static readonly double FewBytesSwapped = Kib.ToBytes(64);

    // More seconds look like a number of milliseconds.
    private const double ManySeconds = 600;

    /// <summary>Pairs of constants of which the first must not be above the second.</summary>
    public static readonly IReadOnlyList<(string Lower, string Upper)> Levels =
    [
        ("no_grant_ratio", "crit_enter_ratio"),
        ("crit_enter_ratio", "red_enter_ratio"),
        ("red_enter_ratio", "soft_enter_ratio"),
        ("soft_enter_ratio", "goal_ratio"),
        ("soft_enter_ratio", "green_enter_ratio"),
        ("crit_cap_bytes", "red_cap_bytes"),
        ("red_cap_bytes", "soft_cap_bytes"),
        ("soft_cap_bytes", "goal_cap_bytes"),
    ];

    /// <summary>Levels whose leave ratio must not be below the enter ratio.</summary>
    public static readonly IReadOnlyList<string> Hysteresis = ["soft", "red", "crit"];

    /// <summary>Constants that others are divided by.</summary>
    public static readonly IReadOnlyList<string> Divisors = ["goal_ratio", "red_enter_ratio", "crit_enter_ratio", "default_shares"];

    /// <summary>The problems, in the order of the overrides.</summary>
    /// <param name="overrides">All overrides that will be loaded together.</param>
    /// <param name="defaults">The default of each constant by its name.</param>
    public static IReadOnlyList<string> Problems(IReadOnlyList<ConstantOverride> overrides, IReadOnlyDictionary<string, double> defaults)
    {
        List<string> problems = [];
        var first = new Dictionary<(string Name, string? Instance), ConstantOverride>();
        foreach (var each in overrides)
        {
            if (!defaults.ContainsKey(each.Name))
                problems.Add(Problem(each, "unknown_name", "unknown constant"));
            if (!first.TryAdd((each.Name, each.Instance), each))
                problems.Add(Problem(each, "given_twice", $"duplicate of {first[(each.Name, each.Instance)].Place}"));
            if (each.Instance is not null && RuleConstants.ForAllHostsOnly.Contains(each.Name))
                problems.Add(Problem(each, "for_all_hosts_only", "it applies to all hosts and cannot be set for one"));
            if (defaults.ContainsKey(each.Name) && each.Value is { } value)
                problems.AddRange(ValueProblems(each.Name, value).Select(problem => Problem(each, problem.Why, problem.What)));
        }

        foreach (var instance in first.Keys.Select(key => key.Instance).Distinct())
            problems.AddRange(OrderProblems(name => ValueOf(name, instance), instance));
        return problems;

        double? ValueOf(string name, string? instance) => first.TryGetValue((name, instance), out var own) || first.TryGetValue((name, null), out own)
            ? own.Value
            : defaults.TryGetValue(name, out var value) ? value : null;
    }

    private static IEnumerable<(string Why, string What)> ValueProblems(string name, double value)
    {
        if (!double.IsFinite(value) || value < 0)
            yield return ("out_of_range", "expected a finite number of at least 0");
        if (value == 0 && Divisors.Contains(name))
            yield return ("out_of_range", "expected more than 0: others are divided by it");
        if (name.EndsWith("_ratio", StringComparison.Ordinal) && value > 1)
            yield return ("ratio_above_1", "expected a ratio from 0 to 1: 12 % is 0.12");
        if (IsBytes(name) && value > 0 && value < (name.Contains("swap_out", StringComparison.Ordinal) ? FewBytesSwapped : FewBytes))
            yield return ("looks_like_mebibytes", "expected bytes: 64 MiB are 67108864");
        if (name.EndsWith("_seconds", StringComparison.Ordinal) && !name.StartsWith(Alerts, StringComparison.Ordinal) && value > ManySeconds)
            yield return ("looks_like_milliseconds", "expected seconds");
    }

    private static bool IsBytes(string name) => name.EndsWith("_bytes", StringComparison.Ordinal) || name.EndsWith("_bytes_per_second", StringComparison.Ordinal);

    private static IEnumerable<string> OrderProblems(Func<string, double?> valueOf, string? instance)
    {
        var where = instance is null ? "all hosts" : $"instance {instance}";
        foreach (var (lower, upper) in Levels)
        {
            if (valueOf(lower) > valueOf(upper))
                yield return $"{where}: {lower}: upside_down: it is above {upper}";
        }

        foreach (var level in Hysteresis)
        {
            if (valueOf($"{level}_leave_ratio") < valueOf($"{level}_enter_ratio"))
                yield return $"{where}: {level}_leave_ratio: leave_below_enter: it is below {level}_enter_ratio";
        }
    }

    private static string Problem(ConstantOverride each, string why, string what) => $"{each.Place}: {each.Name}: {why}: {what}";
}
