using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using BalloonExporter.Core.Model;
using BalloonExporter.Options;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Web;

namespace BalloonExporter.Tests.Api;

public sealed class RestartEndpointTests : IDisposable
{
    private readonly ApiFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_restart_is_accepted_followed_and_refused_while_it_runs()
    {
        await using var exporter = await StartAsync();
        exporter.Power.Listens = false;

        var (status, body) = await SendAsync(exporter, HttpMethod.Get);
        Assert.Equal((HttpStatusCode.OK, null, null), (status, body["restart"], body["refusal"]));

        (status, body) = await SendAsync(exporter, HttpMethod.Post, """{"timeout":"30s"}""");
        Assert.Equal((HttpStatusCode.Accepted, "shutting_down"), (status, body["restart"]!["phase"]!.GetValue<string>()));
        Assert.InRange(body["restart"]!["secondsLeft"]!.GetValue<long>(), 20, 30);
        Assert.StartsWith("key:all@", body["restart"]!["by"]!.GetValue<string>(), StringComparison.Ordinal);

        (status, body) = await SendAsync(exporter, HttpMethod.Post);
        Assert.Equal((HttpStatusCode.Conflict, "under_way"), (status, body["reason"]!.GetValue<string>()));

        (status, body) = await SendAsync(exporter, HttpMethod.Get);
        Assert.Equal((HttpStatusCode.OK, true, "under_way"), (status, body["restart"]!["underWay"]!.GetValue<bool>(), body["refusal"]!.GetValue<string>()));

        (status, body) = await SendAsync(exporter, HttpMethod.Delete);
        Assert.Equal((HttpStatusCode.OK, "still_running"), (status, body["restart"]!["phase"]!.GetValue<string>()));

        exporter.Power.Stop(Snapshots.Uuid(1));
        await UntilAsync(exporter, "done");
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(exporter, HttpMethod.Delete)).Status);
        Assert.Equal("1", await exporter.MetricAsync("""balloon_restarts_total{mode="graceful",result="done"}"""));
        Assert.Equal("1", await exporter.MetricAsync("""balloon_restart_refusals_total{reason="under_way"}"""));
        Assert.Equal("0", await exporter.MetricAsync("balloon_restarts_running"));
    }

    [Fact]
    public async Task Force_needs_its_own_right_its_own_confirmation_and_a_guest_that_still_runs()
    {
        await using var exporter = await StartAsync();
        exporter.Power.Listens = false;

        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(exporter, HttpMethod.Post, """{"mode":"force","confirm":true}""", key: "restarter")).Status);
        Assert.Equal("force_not_due", (await SendAsync(exporter, HttpMethod.Post, """{"mode":"force","confirm":true}""")).Body["reason"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(exporter, HttpMethod.Post, """{"timeout":"1s"}""", key: "restarter")).Status);
        await UntilAsync(exporter, "still_running");
        Assert.True((await SendAsync(exporter, HttpMethod.Get)).Body["forceDue"]!.GetValue<bool>());

        Assert.Equal("not_confirmed", (await SendAsync(exporter, HttpMethod.Post, """{"mode":"force"}""")).Body["reason"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(exporter, HttpMethod.Post, """{"mode":"force","confirm":true}""")).Status);
        await UntilAsync(exporter, "done");
        Assert.Equal([PowerCall.Shutdown, PowerCall.Destroy, PowerCall.Start], exporter.Power.Calls);
    }

    [Fact]
    public async Task A_domain_that_cannot_be_restarted_says_why_and_is_not_touched()
    {
        await using var exporter = await StartAsync();
        var domain = exporter.Power[Snapshots.Uuid(1)];
        exporter.Power[Snapshots.Uuid(1)] = domain with { Instance = null };

        var (status, body) = await SendAsync(exporter, HttpMethod.Post);

        Assert.Equal((HttpStatusCode.Conflict, "not_running"), (status, body["reason"]!.GetValue<string>()));
        Assert.Null(body["missingBytes"]);
        Assert.Empty(exporter.Power.Calls);
    }

    [Fact]
    public async Task A_start_that_fails_says_why_and_is_tried_again()
    {
        await using var exporter = await StartAsync();
        exporter.Power.FailingStarts = 1;

        await SendAsync(exporter, HttpMethod.Post);
        // The call is made before its answer is taken in.
        var body = (await SendAsync(exporter, HttpMethod.Get)).Body;
        for (var look = 0; look < 500 && body["restart"]!["problem"] is null; look++)
        {
            await Task.Delay(10);
            body = (await SendAsync(exporter, HttpMethod.Get)).Body;
        }

        Assert.Equal(("starting", "no memory"), (body["restart"]!["phase"]!.GetValue<string>(), body["restart"]!["problem"]?.GetValue<string>()));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"mode":"hard"}""")]
    [InlineData("""{"timeout":"0s"}""")]
    [InlineData("""{"timeout":"2h"}""")]
    [InlineData("""{"timeout":90}""")]
    [InlineData("""{"force":true}""")]
    [InlineData("""{"mode":"force","mode":"graceful"}""")]
    public async Task A_body_that_is_not_as_it_should_be_touches_nothing(string content)
    {
        await using var exporter = await StartAsync();

        var (status, body) = await SendAsync(exporter, HttpMethod.Post, content);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        InternalNames.AreNotIn(body.ToJsonString());
        Assert.Empty(exporter.Power.Calls);
    }

    [Theory]
    [InlineData("restart")]
    [InlineData("policy")]
    [InlineData("policy/history")]
    public async Task A_name_where_a_UUID_is_expected_is_400_with_a_hint(string page)
    {
        await using var exporter = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/domains/guest1/{page}");
        request.Headers.Add("Authorization", "Bearer all-0123456789abcdef");
        using var response = await exporter.Http.SendAsync(request);
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("\"guest1\" is not a UUID", body["error"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("/api/v1/domains lists both", body["error"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_domain_that_is_not_here_or_was_left_out_is_not_found()
    {
        await using var exporter = await StartAsync(TestOptions.Act with { Domains = new DomainFilter { Exclude = DomainFilter.TryParse("guest1") } });

        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(exporter, method)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(exporter, method, uuid: Snapshots.Uuid(99).ToString())).Status);
            Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(exporter, method, uuid: "guest1")).Status);
        }
    }

    [Fact]
    public async Task An_exporter_that_observes_restarts_nothing_and_one_without_libvirt_wants_a_retry()
    {
        await using (var observing = await StartAsync(TestOptions.Observe))
        {
            var (status, body) = await SendAsync(observing, HttpMethod.Post);
            Assert.Equal((HttpStatusCode.Forbidden, "observes"), (status, body["reason"]!.GetValue<string>()));
        }

        await using var exporter = await StartAsync();
        exporter.Power.Error = "down";
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SendAsync(exporter, HttpMethod.Post)).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SendAsync(exporter, HttpMethod.Get)).Status);
    }

    private async Task<TestExporter> StartAsync(ExporterOptions? options = null)
    {
        var keys = string.Join('\n', _folder.Key("all", "all-0123456789abcdef", "read, restart, force"), _folder.Key("restarter", "restarter-0123456789", "read, restart"));
        var exporter = await TestExporter.StartAsync((options ?? TestOptions.Act) with { Api = _folder.Options(keys) with { Socket = null } }, TimeProvider.System);
        exporter.Power[Snapshots.Uuid(1)] = FakeDomainPower.Running(1);
        exporter.Reader.Reads(Snapshots.Host(Snapshots.Domain(1)));
        return exporter;
    }

    private static async Task UntilAsync(TestExporter exporter, string phase)
    {
        string? seen = null;
        for (var look = 0; look < 500 && seen != phase; look++)
        {
            seen = (await SendAsync(exporter, HttpMethod.Get)).Body["restart"]?["phase"]?.GetValue<string>();
            await Task.Delay(10);
        }

        Assert.Equal(phase, seen);
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(
        TestExporter exporter, HttpMethod method, string? content = null, string? uuid = null, string key = "all")
    {
        using var request = new HttpRequestMessage(method, new Uri($"/api/v1/domains/{uuid ?? Snapshots.Uuid(1).ToString()}/restart", UriKind.Relative));
        request.Headers.Add("Authorization", $"Bearer {(key == "all" ? "all-0123456789abcdef" : "restarter-0123456789")}");
        if (content is not null)
            request.Content = new StringContent(content, Encoding.UTF8, "application/json");
        using var response = await exporter.Http.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
