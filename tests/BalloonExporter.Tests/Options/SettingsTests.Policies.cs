using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;

namespace BalloonExporter.Tests.Options;

/// <content>Policies by name, and constants of the plan.</content>
public sealed partial class SettingsTests
{
    [Fact]
    public void Policies_of_the_file_are_read_in_their_order()
    {
        var overrides = Accepted($"--config.file={File("""
            policies:
              - {domain: "db-.*", floor: 50%, shares: 2000}
              - {domain: "vip.*", enabled: no, swap: 512MiB}
              - {domain: "swapless-.*", swap: 0}
              - domain: .*
                floor: 1GiB
                ceiling: 75%
            """)}").Limits.Overrides;

        Assert.Equal(
            [
                new PolicySpec { Floor = new Amount(null, 0.5), Shares = 2000 },
                new PolicySpec { Enabled = false },
                new PolicySpec(),
                new PolicySpec { Floor = new Amount(1024 * 1024, null), Ceiling = new Amount(null, 0.75) },
            ],
            overrides.Select(each => each.Spec));
        Assert.Equal([null, new Amount(512 * 1024, null), new Amount(0, null), null], overrides.Select(each => each.Swap));
        Assert.Matches(overrides[0].Names, "db-1");
        Assert.DoesNotMatch(overrides[0].Names, "my-db-1");
    }

    [Theory]
    [InlineData("policies:", "policies is not a list")]
    [InlineData("policies: {domain: a}", "policies is not a list")]
    [InlineData("policies: [a]", "policies[0]: expected a mapping")]
    [InlineData("policies: [{floor: 1GiB}]", "policies[0].domain is not a regular expression")]
    [InlineData("policies: [{domain: '('}]", "policies[0].domain is not a regular expression")]
    [InlineData("policies: [{domain: a, enabled: maybe}]", "policies[0].enabled: expected true or false")]
    [InlineData("policies: [{domain: a}, {domain: b, floor: much}]", "policies[1]: floor is neither")]
    [InlineData("policies: [{domain: a, shares: 0}]", "policies[0]: shares is not")]
    [InlineData("policies: [{domain: a, swap: some}]", "policies[0].swap is neither a size such as 1GiB, nor a share such as 25%, nor 0: some")]
    [InlineData("policies: [{domain: a, colour: red}]", "unknown key policies[0].colour")]
    public void Policies_that_are_wrong_are_refused_by_name_and_line(string content, string problem)
    {
        var message = Refused($"--config.file={File(content)}");

        Assert.Contains(problem, message, StringComparison.Ordinal);
        if (content != "policies:")
            Assert.Contains(" line 1)", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("planner: {headroom_bytes: 805306368, no_grant_ratio: 0.02}")]
    [InlineData("planner:\n  headroom_bytes: 768 * 1024 * 1024\n  no_grant_ratio: 2e-2")]
    [InlineData("planner.headroom_bytes: 805306368\nplanner.no_grant_ratio: 0.02")]
    public void Constants_of_the_plan_in_the_file_reach_the_reflexes(string content)
    {
        var limits = Accepted($"--config.file={File(content)}").Limits;

        Assert.Equal(PlannerConstants.Shipped with { HeadroomBytes = 805306368, NoGrantRatio = 0.02 }, limits.Planner);
        Assert.Equal(768 * 1024, limits.HeadroomKib);
    }

    [Theory]
    [InlineData("planner:", "planner: expected a mapping")]
    [InlineData("planner: 7", "planner: expected a mapping")]
    [InlineData("planner: [headroom_bytes]", "planner: expected a mapping")]
    [InlineData("planner: {headroom_bytes: much}", "planner.headroom_bytes is not a number")]
    [InlineData("planner: {headroom_bytes: }", "planner.headroom_bytes is not a number")]
    [InlineData("planner: {headroom_bytes: [1]}", "planner.headroom_bytes is not a number")]
    [InlineData("planner: {headroom: 805306368}", "headroom: unknown_name")]
    [InlineData("planner: {alert_heartbeat_seconds: 60}", "alert_heartbeat_seconds: unknown_name")]
    [InlineData("planner: {headroom_bytes: 384}", "headroom_bytes: looks_like_mebibytes")]
    [InlineData("planner: {headroom_bytes: -1}", "headroom_bytes: out_of_range")]
    [InlineData("planner: {headroom_bytes: NaN}", "headroom_bytes: out_of_range")]
    [InlineData("planner: {goal_ratio: 12}", "goal_ratio: ratio_above_1")]
    [InlineData("planner: {slope_seconds: 20000}", "slope_seconds: looks_like_milliseconds")]
    [InlineData("planner: {crit_enter_ratio: 0.07}", "crit_enter_ratio: upside_down")]
    [InlineData("planner: {red_leave_ratio: 0.05}", "red_leave_ratio: leave_below_enter")]
    [InlineData("planner: {goal_ratio: 0.13}\nplanner.goal_ratio: 0.14", "goal_ratio: given_twice")]
    public void Constants_of_the_plan_that_cannot_be_meant_are_refused_by_name(string content, string problem) =>
        Assert.Contains(problem, Refused($"--config.file={File(content)}"), StringComparison.Ordinal);
}
