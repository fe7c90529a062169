using System.Net;
using System.Text.Json.Nodes;
using BalloonExporter.Core.Model;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Web;

namespace BalloonExporter.Tests.Api;

/// <summary>Changes of single settings, and what may not be lost by them.</summary>
public sealed partial class PolicyEndpointTests
{
    private const string Whole = """{"enabled":false,"floor":"1GiB","ceiling":"3GiB","shares":500}""";

    [Fact]
    public async Task A_switch_changes_one_setting_and_nothing_said_removes_it()
    {
        await using var exporter = await StartAsync(TestOptions.Act);
        await SendAsync(exporter, HttpMethod.Put, """{"floor":"1GiB","ceiling":"3GiB","shares":500}""");

        Assert.Equal(Whole, await StoredAsync(exporter, HttpMethod.Patch, """{"enabled":false}"""));
        Assert.Equal("""{"floor":"1GiB","ceiling":"3GiB","shares":500}""", await StoredAsync(exporter, HttpMethod.Patch, """{"enabled":null}"""));
        Assert.Equal("""{"floor":"2GiB","ceiling":"3GiB"}""", await StoredAsync(exporter, HttpMethod.Patch, """{"floor":"2GiB","shares":null}"""));
        Assert.Equal("""{"floor":"2GiB","ceiling":"3GiB"}""", await StoredAsync(exporter, HttpMethod.Patch, "{}"));
        Assert.Null(await StoredAsync(exporter, HttpMethod.Patch, """{"floor":null,"ceiling":null}"""));
    }

    [Fact]
    public async Task An_operators_true_outlives_the_customers_off_and_on()
    {
        await using var exporter = await StartAsync(TestOptions.Act);
        const string yes = """{"enabled":true,"shares":500}""";

        Assert.Equal(yes, await StoredAsync(exporter, HttpMethod.Patch, yes));
        Assert.Equal(yes, await StoredAsync(exporter, HttpMethod.Patch, """{"enabled":null}"""));
        Assert.Equal("""{"enabled":false,"shares":500}""", await StoredAsync(exporter, HttpMethod.Patch, """{"enabled":false}"""));
        Assert.Equal(yes, await StoredAsync(exporter, HttpMethod.Patch, """{"enabled":null}"""));
        Assert.Equal("""{"shares":500}""", await StoredAsync(exporter, HttpMethod.Put, """{"enabled":null,"shares":500}"""));
    }

    [Theory]
    [InlineData("""{"floor":"1GiB"}""", HttpStatusCode.Conflict)]
    [InlineData("{}", HttpStatusCode.Conflict)]
    [InlineData("""{"enabled":null,"floor":"1GiB"}""", HttpStatusCode.OK)]
    [InlineData("""{"enabled":true}""", HttpStatusCode.OK)]
    [InlineData("""{"enabled":false,"shares":1}""", HttpStatusCode.OK)]
    public async Task A_stored_opt_out_is_replaced_only_by_a_body_that_names_it(string content, HttpStatusCode expected)
    {
        await using var exporter = await StartAsync(TestOptions.Act);
        await SendAsync(exporter, HttpMethod.Put, Whole);

        var (status, body) = await SendAsync(exporter, HttpMethod.Put, content);

        Assert.Equal(expected, status);
        if (expected == HttpStatusCode.OK)
            return;
        Assert.Contains("\"enabled\"", body["error"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(Whole, (await SendAsync(exporter, HttpMethod.Get)).Body["stored"]!.ToJsonString());
    }

    [Fact]
    public async Task A_malformed_policy_is_not_changed_in_part_nor_replaced_without_naming_enabled()
    {
        await using var exporter = await StartAsync(TestOptions.Act);
        var domain = exporter.Policies[Snapshots.Uuid(1)]!;
        exporter.Policies.Add(domain with { Facts = domain.Facts with { NextPolicy = PolicySpec.Malformed("enabled is neither yes nor no: nope") } });

        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(exporter, HttpMethod.Patch, """{"enabled":false}""")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(exporter, HttpMethod.Put, """{"shares":7}""")).Status);
        Assert.Equal("""{"enabled":false,"shares":7}""", await StoredAsync(exporter, HttpMethod.Put, """{"enabled":false,"shares":7}"""));
    }

    [Theory]
    [InlineData("""{"floor":"5GiB"}""", "maximum of 4GiB")]
    [InlineData("""{"ceiling":"5GiB"}""", "maximum of 4GiB")]
    [InlineData("""{"floor":"3GiB","ceiling":"50%"}""", "above ceiling 50%")]
    [InlineData("""{"ceiling":"100MiB"}""", "256MiB")]
    public async Task Sizes_that_the_guest_cannot_have_are_refused(string content, string named)
    {
        await using var exporter = await StartAsync(TestOptions.Act);

        foreach (var method in (HttpMethod[])[HttpMethod.Put, HttpMethod.Patch])
        {
            var (status, body) = await SendAsync(exporter, method, content);
            Assert.Equal(HttpStatusCode.Conflict, status);
            Assert.Contains(named, body["error"]!.GetValue<string>(), StringComparison.Ordinal);
        }

        Assert.Null(exporter.Policies[Snapshots.Uuid(1)]!.Facts.NextPolicy);
    }

    [Fact]
    public async Task The_history_tells_who_changed_what_and_a_change_of_nothing_is_none()
    {
        await using var exporter = await StartAsync(TestOptions.Act);
        Assert.Equal("""{"changes":[]}""", (await SendHistoryAsync(exporter)).ToJsonString());

        await SendAsync(exporter, HttpMethod.Patch, """{"enabled":false}""");
        await SendAsync(exporter, HttpMethod.Patch, """{"enabled":false}""");
        await SendAsync(exporter, HttpMethod.Put, """{"floor":"1GiB"}""");
        await SendAsync(exporter, HttpMethod.Delete);

        var changes = (await SendHistoryAsync(exporter))["changes"]!.AsArray();
        Assert.Equal(2, changes.Count);
        Assert.Equal("""{"enabled":false}""", changes[0]!["before"]!.ToJsonString());
        Assert.Null(changes[0]!["after"]);
        Assert.Null(changes[1]!["before"]);
        Assert.Equal("""{"enabled":false}""", changes[1]!["after"]!.ToJsonString());
        Assert.StartsWith("token@", changes[1]!["by"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static async Task<string?> StoredAsync(TestExporter exporter, HttpMethod method, string content)
    {
        var (status, body) = await SendAsync(exporter, method, content);
        Assert.Equal(HttpStatusCode.OK, status);
        return body["stored"]?.ToJsonString();
    }

    private static async Task<JsonNode> SendHistoryAsync(TestExporter exporter) =>
        JsonNode.Parse(await exporter.Http.GetStringAsync(new Uri($"/api/v1/domains/{Snapshots.Uuid(1)}/policy/history", UriKind.Relative)))!;
}
