using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using BalloonExporter.Core.Model;
using BalloonExporter.Options;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Web;

namespace BalloonExporter.Tests.Api;

public sealed partial class PolicyEndpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("balloon").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_policy_is_stored_shown_and_removed()
    {
        await using var exporter = await StartAsync(TestOptions.Act);

        var (status, body) = await SendAsync(exporter, HttpMethod.Put, """{"enabled":false,"floor":"50%","ceiling":"3GiB","shares":500}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("""{"enabled":false,"floor":"50%","ceiling":"3GiB","shares":500}""", body["stored"]!.ToJsonString());
        Assert.Equal(
            new PolicySpec { Enabled = false, Floor = new Amount(null, 0.5), Ceiling = new Amount(3 * Snapshots.GiB, null), Shares = 500 },
            exporter.Policies[Snapshots.Uuid(1)]!.Facts.NextPolicy);

        (status, body) = await SendAsync(exporter, HttpMethod.Get);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("guest1", body["domain"]!.GetValue<string>());
        Assert.True(body["restartRequired"]!.GetValue<bool>());
        Assert.False(body["managed"]!.GetValue<bool>());
        Assert.Equal("opted_out", body["reason"]!.GetValue<string>());
        Assert.NotEmpty(body["wayOut"]!.GetValue<string>());
        Assert.Equal("""{"enabled":false,"floorBytes":1073741824,"ceilingBytes":4294967296,"shares":1000}""", body["effective"]!.ToJsonString());

        (status, body) = await SendAsync(exporter, HttpMethod.Delete);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Null(body["stored"]);
        Assert.True(body["managed"]!.GetValue<bool>());
        Assert.Null(exporter.Policies[Snapshots.Uuid(1)]!.Facts.NextPolicy);
    }

    [Fact]
    public async Task Of_the_host_only_that_domain_is_read()
    {
        await using var exporter = await StartAsync(TestOptions.Act);
        var before = exporter.Reader.Asked.Count;

        await SendAsync(exporter, HttpMethod.Get);
        await SendAsync(exporter, HttpMethod.Put, """{"shares":500}""");

        Assert.Equal(before, exporter.Reader.Asked.Count);
        Assert.Equal([Snapshots.Uuid(1), Snapshots.Uuid(1)], exporter.Reader.AskedForOne);
    }

    [Theory]
    [InlineData("", "not a policy")]
    [InlineData("null", "not a policy")]
    [InlineData("[]", "not a policy")]
    [InlineData("""{"enable":false}""", "enable")]
    [InlineData("""{"enabled":"no"}""", "enabled")]
    [InlineData("""{"enabled":{}}""", "enabled")]
    [InlineData("""{"floor":5}""", "floor")]
    [InlineData("""{"floor":"much"}""", "floor")]
    [InlineData("""{"floor":"2GiB","ceiling":"1GiB"}""", "floor")]
    [InlineData("""{"shares":0}""", "shares")]
    [InlineData("""{"swap":"much"}""", "swap")]
    [InlineData("""{"swap":-1}""", "swap")]
    [InlineData("""{"swap":"-1GiB"}""", "swap")]
    [InlineData("""{"shares":99999999999}""", "shares")]
    [InlineData("""{"enabled":false,"enabled":null}""", "enabled")]
    public async Task What_is_no_policy_is_refused_and_changes_nothing(string content, string named)
    {
        await using var exporter = await StartAsync(TestOptions.Act);

        foreach (var method in (HttpMethod[])[HttpMethod.Put, HttpMethod.Patch])
        {
            var (status, body) = await SendAsync(exporter, method, content);

            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Contains(named, body["error"]!.GetValue<string>(), StringComparison.Ordinal);
            InternalNames.AreNotIn(body.ToJsonString());
        }

        Assert.Null(exporter.Policies[Snapshots.Uuid(1)]!.Facts.NextPolicy);
    }

    [Fact]
    public async Task The_swap_of_a_guest_can_be_stated_as_none_too()
    {
        await using var exporter = await StartAsync(TestOptions.Act);

        Assert.Equal("1GiB", (await SendAsync(exporter, HttpMethod.Patch, """{"swap":"1GiB"}""")).Body["stored"]!["swap"]!.GetValue<string>());
        await SendAsync(exporter, HttpMethod.Put, """{"shares":500}""");
        Assert.Equal(1024 * 1024, exporter.Policies[Snapshots.Uuid(1)]!.Facts.NextPolicy!.Swap!.Kib);
        await SendAsync(exporter, HttpMethod.Patch, """{"swap":"0"}""");
        Assert.Equal(0, exporter.Policies[Snapshots.Uuid(1)]!.Facts.NextPolicy!.Swap!.Kib);
        await SendAsync(exporter, HttpMethod.Patch, """{"swap":null}""");
        Assert.Equal(new PolicySpec { Shares = 500 }, exporter.Policies[Snapshots.Uuid(1)]!.Facts.NextPolicy);
    }

    [Fact]
    public async Task A_body_of_100_KiB_is_no_policy()
    {
        await using var exporter = await StartAsync(TestOptions.Act);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await SendAsync(exporter, HttpMethod.Put, new string(' ', 100 * 1024) + "{}")).Status);
    }

    [Fact]
    public async Task An_exporter_that_observes_shows_and_changes_nothing()
    {
        await using var exporter = await StartAsync(TestOptions.Observe);

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(exporter, HttpMethod.Get)).Status);
        foreach (var method in (HttpMethod[])[HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete])
        {
            var (status, body) = await SendAsync(exporter, method, """{"enabled":false}""");
            Assert.Equal(HttpStatusCode.Forbidden, status);
            Assert.Contains("--mode=act", body["error"]!.GetValue<string>(), StringComparison.Ordinal);
        }

        Assert.Null(exporter.Policies[Snapshots.Uuid(1)]!.Facts.NextPolicy);
    }

    [Fact]
    public async Task A_caller_without_a_token_sees_and_changes_nothing()
    {
        var token = Path.Combine(_folder, "token");
        await File.WriteAllTextAsync(token, "correct-horse-battery-staple");
        await using var exporter = await StartAsync(TestOptions.Act with { TokenFile = new FileInfo(token) });

        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete])
            Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(exporter, method, """{"enabled":false}""")).Status);
        exporter.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "correct-horse-battery-staple");
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(exporter, HttpMethod.Get)).Status);
    }

    [Fact]
    public async Task A_domain_that_is_not_here_is_not_found_and_no_UUID_is_no_domain()
    {
        await using var exporter = await StartAsync(TestOptions.Act);

        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(exporter, method, "{}", Snapshots.Uuid(99).ToString())).Status);
            Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(exporter, method, "{}", "guest1")).Status);
        }
    }

    [Fact]
    public async Task A_domain_that_was_left_out_is_not_found_and_not_changed()
    {
        await using var exporter = await StartAsync(TestOptions.Act with { Domains = new DomainFilter { Exclude = DomainFilter.TryParse("guest1") } });

        foreach (var (method, content) in ((HttpMethod, string?)[])[(HttpMethod.Get, null), (HttpMethod.Put, """{"shares":7}"""), (HttpMethod.Patch, """{"shares":7}"""), (HttpMethod.Delete, null)])
        {
            var excluded = await SendAsync(exporter, method, content);
            var unknown = await SendAsync(exporter, method, content, Snapshots.Uuid(99).ToString());
            Assert.Equal(HttpStatusCode.NotFound, excluded.Status);
            Assert.Equal(unknown.Body.ToJsonString(), excluded.Body.ToJsonString());
        }

        Assert.Null(exporter.Policies[Snapshots.Uuid(1)]!.Facts.NextPolicy);
    }

    [Fact]
    public async Task Without_libvirt_a_retry_is_wanted()
    {
        await using var exporter = await StartAsync(TestOptions.Act);
        exporter.Policies.Error = "Failed to connect socket";

        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete])
        {
            var (status, body) = await SendAsync(exporter, method, "{}");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
            Assert.Equal("Failed to connect socket", body["error"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task A_container_says_why_it_has_no_such_choice_and_the_way_out()
    {
        await using var exporter = await StartAsync(TestOptions.Act);
        var container = new StoredDomain(Snapshots.Uuid(2), "container", true, new DomainFacts { Balloon = BalloonCapability.None });
        exporter.Policies.Add(container);

        var (status, body) = await SendAsync(exporter, HttpMethod.Put, """{"enabled":true}""", container.Uuid.ToString());
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("virtual machine", body["error"]!.GetValue<string>(), StringComparison.Ordinal);

        (_, body) = await SendAsync(exporter, HttpMethod.Get, null, container.Uuid.ToString());
        Assert.Equal("lxc", body["reason"]!.GetValue<string>());
        Assert.Contains("virtual machine", body["wayOut"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Null(body["restartRequired"]);
    }

    [Fact]
    public async Task Of_a_domain_that_does_not_run_only_what_is_stored_is_shown()
    {
        await using var exporter = await StartAsync(TestOptions.Act);
        exporter.Policies.Add(new StoredDomain(Snapshots.Uuid(2), "off", false, Snapshots.Domain(2).Facts with { NextPolicy = new PolicySpec { Shares = 7 } }));

        var (_, body) = await SendAsync(exporter, HttpMethod.Get, null, Snapshots.Uuid(2).ToString());

        Assert.Equal("not_running", body["reason"]!.GetValue<string>());
        Assert.Equal(7, body["stored"]!["shares"]!.GetValue<int>());
        Assert.Null(body["effective"]);
        Assert.Null(body["restartRequired"]);
    }

    private static async Task<TestExporter> StartAsync(ExporterOptions options)
    {
        var exporter = await TestExporter.StartAsync(options);
        exporter.Reader.Reads(Snapshots.Host(Snapshots.Domain(1)) with { TakenAt = exporter.Time.GetUtcNow().Steady() });
        exporter.Policies.Add(new StoredDomain(Snapshots.Uuid(1), "guest1", true, Snapshots.Domain(1).Facts with { NextMaximumKib = 4 * Snapshots.GiB }));
        return exporter;
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(
        TestExporter exporter, HttpMethod method, string? content = null, string? uuid = null)
    {
        using var request = new HttpRequestMessage(method, new Uri($"/api/v1/domains/{uuid ?? Snapshots.Uuid(1).ToString()}/policy", UriKind.Relative));
        if (content is not null)
            request.Content = new StringContent(content, Encoding.UTF8, "application/json");
        using var response = await exporter.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length > 0 ? JsonNode.Parse(text)! : new JsonObject());
    }
}
