using System.CommandLine;
using System.Globalization;
using BalloonExporter.Cli;
using BalloonExporter.Rules;

namespace BalloonExporter.Tests.Cli;

/// <summary>The same inputs as in tests/alerts/overrides.test.yml: what stops the planner is told before it is loaded.</summary>
public sealed class RulesCheckCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("balloon-rules").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("goal_ratio", "vector(0.2)")]
    [InlineData("goal_ratio", "0.2")]
    [InlineData("headroom_bytes", "vector(512 * 1024 * 1024)")]
    [InlineData("headroom_bytes", "vector(512 * 2 ^ 20)")]
    [InlineData("headroom_bytes", "(2 ^ 3 ^ 2) ^ 2 * 1024 % 2 ^ 29")]
    [InlineData("headroom_bytes", "vector(0)")]
    [InlineData("headroom_bytes", "scalar(sum(some_metric)) + vector(1)")]
    [InlineData("pressure_swap_out_bytes", "vector(65536)")]
    [InlineData("default_shares", "vector(500)")]
    [InlineData("max_age_seconds", "vector(60)")]
    public void What_the_planner_takes_is_well(string name, string expression)
    {
        var (code, output, errors) = Run(Override(name, expression));

        Assert.Equal((0, ""), (code, errors));
        var unknown = output.Contains("only in Prometheus", StringComparison.Ordinal) ? ", except for the values of 1 that only Prometheus computes" : "";
        Assert.Equal(name == "headroom_bytes" && expression.Contains("some_metric", StringComparison.Ordinal), unknown.Length > 0);
        Assert.EndsWith($"1 overrides, the planner takes them{unknown}\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("goal_rato", "vector(0.2)", "unknown_name")]
    [InlineData("Goal_ratio", "vector(0.2)", "unknown_name")]
    [InlineData("", "vector(0.2)", "unknown_name")]
    [InlineData("goal_ratio", "vector(-0.1)", "out_of_range")]
    [InlineData("goal_ratio", "vector(NaN)", "out_of_range")]
    [InlineData("goal_ratio", "vector(+Inf)", "out_of_range")]
    [InlineData("goal_ratio", "vector(1 / 0)", "out_of_range")]
    [InlineData("default_shares", "vector(0)", "out_of_range")]
    [InlineData("crit_enter_ratio", "0", "out_of_range")]
    [InlineData("headroom_bytes", "-2 ^ 30", "out_of_range")]
    [InlineData("headroom_bytes", "2 ^ 10", "looks_like_mebibytes")]
    [InlineData("headroom_bytes", "2 ^ -2 ^ 2", "looks_like_mebibytes")]
    [InlineData("goal_ratio", "vector(+Inf)", "ratio_above_1")]
    [InlineData("max_age_seconds", "vector(+Inf)", "looks_like_milliseconds")]
    [InlineData("goal_ratio", "vector(12)", "ratio_above_1")]
    [InlineData("red_pressure_ratio", "vector(1.01)", "ratio_above_1")]
    [InlineData("headroom_bytes", "vector(384)", "looks_like_mebibytes")]
    [InlineData("floor_bytes", "vector(1024 * 1023)", "looks_like_mebibytes")]
    [InlineData("red_swap_out_bytes_per_second", "vector(1)", "looks_like_mebibytes")]
    [InlineData("max_age_seconds", "vector(45000)", "looks_like_milliseconds")]
    [InlineData("crit_enter_ratio", "vector(0.07)", "upside_down")]
    [InlineData("no_grant_ratio", "vector(0.05)", "upside_down")]
    [InlineData("goal_ratio", "vector(0.09)", "upside_down")]
    [InlineData("soft_leave_ratio", "vector(0.08)", "leave_below_enter")]
    [InlineData("red_leave_ratio", "vector(0.05)", "leave_below_enter")]
    [InlineData("crit_enter_ratio", "vector(0.0601)", "leave_below_enter")]
    public void What_stops_the_planner_is_told(string name, string expression, string why)
    {
        var (code, output, errors) = Run(Override(name, expression));

        Assert.Equal((1, ""), (code, output));
        Assert.Contains($": {why}: ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void One_given_twice_is_told_with_both_places()
    {
        var (code, _, errors) = Run(Override("goal_ratio", "vector(0.2)") + Rule("goal_ratio", "vector(0.2)", "{source: x}"));

        Assert.Equal(1, code);
        Assert.Contains("overrides.yml:5: goal_ratio: given_twice: duplicate of ", errors, StringComparison.Ordinal);
        Assert.Contains("overrides.yml:4\n", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void One_given_twice_is_told_besides_what_else_is_wrong_with_it()
    {
        var errors = Run(Override("goal_rato", "vector(0.2)") + Rule("goal_rato", "vector(0.2)") + Rule("green_enter_ratio", "vector(0.2)") + Rule("green_enter_ratio", "vector(20)")).Errors;

        Assert.Equal(["unknown_name", "unknown_name", "given_twice", "given_twice", "ratio_above_1"], errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": ")[3]));
    }

    [Fact]
    public void Files_are_checked_together()
    {
        File.WriteAllText(Path.Combine(_folder, "other.yml"), Override("goal_ratio", "vector(0.2)"));

        Assert.Equal(1, Run(Override("goal_ratio", "vector(0.2)"), Path.Combine(_folder, "other.yml")).Code);
    }

    [Fact]
    public void One_for_a_host_is_not_given_twice_and_counts_with_what_all_others_have()
    {
        const string ForOne = "{instance: 'h1:10177'}";
        Assert.Equal(0, Run(Override("soft_leave_ratio", "vector(0.13)") + Rule("soft_leave_ratio", "vector(0.12)", ForOne)).Code);
        var (code, _, errors) = Run(Override("soft_enter_ratio", "vector(0.11)") + Rule("soft_leave_ratio", "vector(0.105)", ForOne));

        Assert.Equal((1, "balloon-exporter: instance h1:10177: soft_leave_ratio: leave_below_enter: it is below soft_enter_ratio\n"), (code, errors));
    }

    [Fact]
    public void A_threshold_of_an_alert_may_be_for_one_host_unless_it_is_of_none()
    {
        Assert.Equal(0, Run(Override("alert_heartbeat_seconds", "vector(3600)")).Code);
        Assert.Equal(0, Run(Override("alert_heartbeat_seconds", "vector(3600)") + Rule("alert_heartbeat_seconds", "vector(300)", "{instance: h1}")).Code);
        Assert.Contains(": for_all_hosts_only: ", Run("groups:\n- name: x\n  rules:\n" + Rule("alert_fleet_count", "vector(300)", "{instance: h1}")).Errors, StringComparison.Ordinal);
        Assert.Contains(": unknown_name: ", Run(Override("alert_hartbeat_seconds", "vector(300)")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_of_the_group_count()
    {
        var (code, _, _) = Run("groups:\n- name: x\n  labels: {instance: h1}\n  rules:\n" + Rule("goal_ratio", "vector(0.2)") + Rule("goal_ratio", "vector(0.2)", "{instance: h2}"));

        Assert.Equal(0, code);
    }

    [Fact]
    public void An_object_of_the_operator_is_checked_as_its_groups_are()
    {
        var (code, _, errors) = Run("kind: PrometheusRule\nspec:\n  groups:\n  - name: x\n    rules:\n    - {record: balloon:override:goal_ratio, expr: vector(12)}\n");

        Assert.Equal(1, code);
        Assert.Contains("overrides.yml:6: goal_ratio: ratio_above_1", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("groups: [")]
    [InlineData("groups: {a: b}")]
    [InlineData("- a")]
    [InlineData("groups: [a]")]
    [InlineData("Groups: []")]
    [InlineData("spec: {rules: []}")]
    public void A_file_that_cannot_be_read_is_told(string text)
    {
        var (code, _, errors) = Run(text);

        Assert.Equal(1, code);
        Assert.StartsWith($"balloon-exporter: {_folder}/overrides.yml: ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told() => Assert.Contains("nothing.yml", Run(Override("goal_ratio", "0.2"), Path.Combine(_folder, "nothing.yml")).Errors, StringComparison.Ordinal);

    [Fact]
    public void No_file_is_a_bad_option() => Assert.NotEmpty(new RulesCheckCommand().Parse([]).Errors);

    [Fact]
    public void A_file_without_a_name_is_a_bad_option() => Assert.NotEmpty(new RulesCheckCommand().Parse([Path.Combine(_folder, "a.yml"), ""]).Errors);

    [Theory]
    [InlineData("planner.rules.yml")]
    [InlineData("health.rules.yml")]
    public void The_pack_itself_overrides_nothing(string file) =>
        Assert.Equal((0, "0 overrides, the planner takes them\n", ""), Run("groups: []", Path.Combine(Repository.Root, "alerts", file)));

    [Fact]
    public void The_constants_are_those_of_the_planner()
    {
        Assert.Equal(0.12, RuleConstants.Defaults["goal_ratio"]);
        Assert.Equal(402653184, RuleConstants.Defaults["headroom_bytes"]);
        Assert.Empty(OverrideCheck.Problems([.. RuleConstants.Defaults.Select(pair => new ConstantOverride("", pair.Key, null, pair.Value))], RuleConstants.Defaults));
    }

    [Fact]
    public void The_reasons_and_the_order_of_levels_are_those_of_the_planner()
    {
        List<string> problems = [];
        var planner = RecordingRule.ReadAll(ShippedRules.Read(ShippedRules.Planner), problems).Single(rule => rule.Record == "balloon:planner_config:invalid").Expression;

        Assert.Empty(problems);
        Assert.All(
            OverrideCheck.Levels.Where(pair => RuleConstants.Defaults.ContainsKey(pair.Lower)),
            pair => Assert.Contains($"balloon:config:{pair.Lower} > balloon:config:{pair.Upper}", planner, StringComparison.Ordinal));
        Assert.All(
            OverrideCheck.Hysteresis, level => Assert.Contains($"balloon:config:{level}_leave_ratio < balloon:config:{level}_enter_ratio", planner, StringComparison.Ordinal));
        Assert.All(
            (string[])["unknown_name", "given_twice", "out_of_range", "ratio_above_1", "looks_like_mebibytes", "looks_like_milliseconds", "upside_down", "leave_below_enter", "for_all_hosts_only"],
            why => Assert.Contains($"\"why\", \"{why}\"", planner, StringComparison.Ordinal));
        Assert.Contains($"name=~\"{string.Join('|', OverrideCheck.Divisors)}\"}} == 0", planner, StringComparison.Ordinal);
        var ofNoHost = string.Join('|', RuleConstants.ForAllHostsOnly.Order(StringComparer.Ordinal).Select(name => name["alert_".Length..]));
        Assert.Contains($"balloon:override:alert_({ofNoHost})\"", planner, StringComparison.Ordinal);
    }

    private static string Override(string name, string expression) => "groups:\n- name: overrides\n  rules:\n" + Rule(name, expression);

    private static string Rule(string name, string expression, string labels = "{}") =>
        string.Create(CultureInfo.InvariantCulture, $"  - {{record: 'balloon:override:{name}', expr: '{expression}', labels: {labels}}}\n");

    private (int Code, string Output, string Errors) Run(string text, params string[] more)
    {
        var file = Path.Combine(_folder, "overrides.yml");
        File.WriteAllText(file, text);
        var (output, errors) = (new StringWriter(), new StringWriter());
        var code = new RulesCheckCommand().Parse([file, .. more]).Invoke(new InvocationConfiguration { Output = output, Error = errors });
        return (code, output.ToString(), errors.ToString());
    }
}
