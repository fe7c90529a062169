using System.Net;
using BalloonExporter.Core.Model;
using BalloonExporter.Engine;
using BalloonExporter.Options;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Ui;

namespace BalloonExporter.Tests.Ui;

/// <summary>The operator's page over HTTP: what it shows, and changes by its forms.</summary>
public sealed class OperatorPageTests
{
    [Fact]
    public async Task The_page_of_the_host_tells_how_it_is_and_lists_its_domains()
    {
        await using var client = await OperatorClient.StartAsync();
        await client.SignInAsync("reader");

        var (status, page, response) = await client.GetAsync("/ui/");

        Assert.Equal(HttpStatusCode.OK, status);
        foreach (var part in (string[])[
            "OK: act mode, 2 of 2 domains managed", "no heartbeat yet", "8192 MiB to 2 running domains", "<bdi>guest1</bdi>", $"href=\"domains/{Snapshots.Uuid(1)}\"",
            "<td class=\"n\">4096</td><td class=\"n\">2048</td><td class=\"n\">1024</td>", "2 domains.", "key:reader@127.0.0.1 may read", "Your key may not pause."])
            Assert.Contains(part, page, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'; style-src 'self'; script-src 'self';", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.EndsWith("frame-ancestors 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("no-store", Assert.Single(response.Headers.GetValues("Cache-Control")));
        foreach (var asset in UiAssets.All)
        {
            Assert.Contains($"\"./{asset.Path}\"", page, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/ui/{asset.Path}")).Status);
        }
    }

    [Fact]
    public async Task Without_its_slash_the_address_leads_to_the_folder()
    {
        await using var client = await OperatorClient.StartAsync();

        var (status, _, response) = await client.GetAsync("/ui?sort=name");

        Assert.Equal((HttpStatusCode.Redirect, "ui/?sort=name"), (status, response.Headers.Location!.OriginalString));
    }

    [Theory]
    [InlineData("?filter=GUEST2", "guest2")]
    [InlineData("?filter=000000000001", "guest1")]
    [InlineData("?filter=nothing", "")]
    [InlineData("?sort=name", "guest1 guest2")]
    [InlineData("?sort=tight", "guest2 guest1")]
    [InlineData("?sort=has", "guest1 guest2")]
    [InlineData("?sort=taken", "guest2 guest1")]
    [InlineData("?show=unmanaged", "")]
    [InlineData("?show=restart", "")]
    [InlineData("?sort=<script>&show=7&page=-1", "guest2 guest1")]
    public async Task The_query_filters_and_sorts(string query, string expected)
    {
        await using var client = await OperatorClient.StartAsync();
        await client.SignInAsync("reader");

        var (_, page, _) = await client.GetAsync($"/ui/{query}");

        Assert.Equal(expected, string.Join(' ', page.Split("<bdi>").Skip(1).Select(part => part.Split('<')[0])));
    }

    [Fact]
    public async Task An_operator_pauses_and_resumes_by_the_same_code_as_the_API()
    {
        await using var client = await OperatorClient.StartAsync();
        await client.SignInAsync("pauser");

        var (status, page, _) = await client.PostAsync("/ui/pause", "reason=maintenance&for=soon");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("for must be a duration", page, StringComparison.Ordinal);
        Assert.Null(client.Exporter.Pauses.ByApi);

        (status, _, var response) = await client.PostAsync("/ui/pause", "reason=main%3Ctenance&for=2h");
        Assert.Equal((HttpStatusCode.SeeOther, "./"), (status, response.Headers.Location!.OriginalString));
        (_, page, _) = await client.GetAsync("/ui/");
        Assert.Contains("<strong>Paused</strong> by key:pauser@127.0.0.1 until ", page, StringComparison.Ordinal);
        Assert.Contains(": main&lt;tenance.", page, StringComparison.Ordinal);
        Assert.Contains(client.Exporter.Log.Entries, entry => entry.Message.StartsWith("Paused", StringComparison.Ordinal) && entry.Fields["askedBy"] is "key:pauser@127.0.0.1");

        await client.PostAsync("/ui/resume");
        Assert.Null(client.Exporter.Pauses.ByApi);
    }

    [Fact]
    public async Task The_form_changes_what_was_changed_in_it_and_nothing_else()
    {
        await using var client = await OperatorClient.StartAsync();
        await client.SignInAsync("planner");
        var domain = $"{OperatorClient.Domain()}/policy";

        Assert.Equal(HttpStatusCode.SeeOther, (await client.PostAsync(domain, "was=|||&enabled=&floor=2GiB&ceiling=&shares=500")).Status);
        Assert.Equal(new PolicySpec { Floor = new Amount(2 * Snapshots.GiB, null), Shares = 500 }, StoredPolicy(client));

        // Meanwhile its customer opts out; the form that was open still shows nothing said.
        client.Exporter.Policies.Add(new StoredDomain(Snapshots.Uuid(1), "guest1", true, client.Exporter.Policies[Snapshots.Uuid(1)]!.Facts with { NextPolicy = StoredPolicy(client)! with { Enabled = false } }));
        await client.PostAsync(domain, "was=|2GiB||500&enabled=&floor=1GiB&ceiling=&shares=500");
        Assert.Equal(new PolicySpec { Enabled = false, Floor = new Amount(Snapshots.GiB, null), Shares = 500 }, StoredPolicy(client));
        Assert.Contains("enabled no, floor 1GiB, shares 500", (await client.GetAsync(OperatorClient.Domain())).Page, StringComparison.Ordinal);
        Assert.Contains(client.Exporter.Log.Entries, entry => entry.Message == "policy stored" && entry.Fields["who"] is "key:planner@127.0.0.1");

        var (status, page, _) = await client.PostAsync(domain, "was=no|1GiB||500&enabled=no&floor=1GiB&ceiling=lots&shares=500");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("ceiling is neither a size", page, StringComparison.Ordinal);
        (status, page, _) = await client.PostAsync(domain, "was=no|1GiB||500&enabled=no&floor=900GiB&ceiling=&shares=500");
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("Nothing was done", page, StringComparison.Ordinal);

        await client.PostAsync($"{domain}/clear");
        Assert.Null(StoredPolicy(client));
    }

    [Fact]
    public async Task An_operator_restarts_a_server_gives_up_and_forces_it()
    {
        await using var client = await OperatorClient.StartAsync();
        client.Exporter.Power.Listens = false;
        await client.SignInAsync("forcer");
        var restart = $"{OperatorClient.Domain()}/restart";

        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync(restart, "timeout=2d")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await client.PostAsync(restart, "timeout=30s")).Status);
        await client.PageWithAsync(OperatorClient.Domain(), "shutting down since");
        var (status, page, _) = await client.PostAsync(restart);
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("a restart of it is under way", page, StringComparison.Ordinal);

        await client.PostAsync($"{restart}/leave");
        page = await client.PageWithAsync(OperatorClient.Domain(), "still running since");
        Assert.Contains("Restart by force", page, StringComparison.Ordinal);
        (status, page, _) = await client.PostAsync($"{restart}/force");
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("data that is not stored is lost", page, StringComparison.Ordinal);
        await client.PostAsync($"{restart}/force", "confirm=yes");
        await client.PageWithAsync(OperatorClient.Domain(), "done since");
        Assert.Equal([PowerCall.Shutdown, PowerCall.Destroy, PowerCall.Start], client.Exporter.Power.Calls);
    }

    [Fact]
    public async Task In_observe_mode_it_tells_what_would_be_done_and_changes_no_server()
    {
        await using var client = await OperatorClient.StartAsync(options => options with { Mode = ExporterMode.Observe });
        client.Exporter.Decisions.Add(Move(Verdict.DryRun));
        await client.SignInAsync("all");

        var (_, page, _) = await client.GetAsync("/ui/");
        Assert.Contains("ago: would take 1024 MiB, as the plan recommends", page, StringComparison.Ordinal);
        (_, page, _) = await client.GetAsync(OperatorClient.Domain());
        Assert.Contains("its balloon would be moved", page, StringComparison.Ordinal);
        Assert.Contains("This exporter only observes", page, StringComparison.Ordinal);

        var (status, refused, _) = await client.PostAsync($"{OperatorClient.Domain()}/policy", "was=|||&shares=500");
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("this exporter only observes", refused, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync($"{OperatorClient.Domain()}/restart")).Status);
    }

    [Fact]
    public async Task The_page_of_a_domain_tells_what_was_decided_about_it()
    {
        await using var client = await OperatorClient.StartAsync(options => options with { GrafanaUrl = new Uri("https://grafana.example/x/?var-instance=host1:10177") });
        client.Exporter.Decisions.Add(Move(Verdict.Applied));
        client.Exporter.Decisions.Add(Move(Verdict.Refused) with { Decision = new Decision { Verdict = Verdict.Refused, Reason = DecisionReason.OptedOut } });
        await client.SignInAsync("reader");

        var (_, page, _) = await client.GetAsync(OperatorClient.Domain());

        Assert.Contains("took 1024 MiB, as the plan recommends", page, StringComparison.Ordinal);
        Assert.Contains("refused 3072 MiB: its customer, or the operator for its name, wants no ballooning", page, StringComparison.Ordinal);
        Assert.Contains($"https://grafana.example/x/d/balloon-domain?var-instance=host1:10177&amp;var-uuid={Snapshots.Uuid(1)}", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/ui/domains/guest1", HttpStatusCode.BadRequest, "is not a UUID")]
    [InlineData("/ui/domains/00000000-0000-4000-8000-000000000099", HttpStatusCode.NotFound, "no domain on this host has this UUID")]
    public async Task What_is_no_domain_is_told(string path, HttpStatusCode expected, string told)
    {
        await using var client = await OperatorClient.StartAsync();
        await client.SignInAsync("reader");

        var (status, page, _) = await client.GetAsync(path);

        Assert.Equal(expected, status);
        Assert.Contains(told, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_libvirt_that_is_down_is_told_on_the_page()
    {
        await using var client = await OperatorClient.StartAsync();
        client.Exporter.Reader.Reads(Snapshots.LibvirtDown());
        await client.SignInAsync("reader");

        var (status, page, _) = await client.GetAsync("/ui/");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("CRITICAL: libvirt cannot be reached", page, StringComparison.Ordinal);
    }

    private static PolicySpec? StoredPolicy(OperatorClient client) => client.Exporter.Policies[Snapshots.Uuid(1)]!.Facts.NextPolicy;

    private static DecisionRecord Move(Verdict verdict) => new(
        TimeProvider.System.GetUtcNow(), RequestOrigin.Alert, new Decision { Verdict = verdict, Reason = DecisionReason.AsRequested, FromKib = 4 * Snapshots.GiB, ToKib = 3 * Snapshots.GiB }, "f")
    {
        Uuid = Snapshots.Uuid(1).ToString(),
        Domain = "guest1",
        TargetKib = 3 * Snapshots.GiB,
    };
}
