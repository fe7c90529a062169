using System.Net;
using BalloonExporter.Core.Model;
using BalloonExporter.Tests.Fakes;

namespace BalloonExporter.Tests.Pages;

/// <summary>The customers' page over HTTP: a link, a session, changes.</summary>
public sealed partial class CustomerPageTests
{
    [Fact]
    public async Task A_customer_turns_ballooning_off_and_takes_it_back()
    {
        await using var client = await CustomerClient.StartAsync();
        await client.OpenAsync();

        var (status, page, _) = await client.GetAsync(CustomerClient.Server());
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("Ballooning is on.", page, StringComparison.Ordinal);

        (_, page, _) = await client.GetAsync($"{CustomerClient.Server()}/disable");
        Assert.Contains("strongly recommend", page, StringComparison.Ordinal);
        Assert.Null(client.Exporter.Policies[Snapshots.Uuid(1)]!.Facts.NextPolicy);

        (status, _, var response) = await client.PostAsync($"{CustomerClient.Server()}/disable", "when=later");
        Assert.Equal((HttpStatusCode.SeeOther, $"../{Snapshots.Uuid(1)}"), (status, response.Headers.Location!.OriginalString));
        Assert.False(client.Exporter.Policies[Snapshots.Uuid(1)]!.Facts.NextPolicy!.Enabled);
        Assert.Empty(client.Exporter.Power.Calls);

        (_, page, _) = await client.GetAsync(CustomerClient.Server());
        Assert.Contains("restart pending", page, StringComparison.Ordinal);
        Assert.Contains("turned off by you", page, StringComparison.Ordinal);

        await client.PostAsync($"{CustomerClient.Server()}/undo");
        Assert.Null(client.Exporter.Policies[Snapshots.Uuid(1)]!.Facts.NextPolicy?.Enabled);
    }

    [Fact]
    public async Task The_switch_changes_the_switch_and_nothing_else()
    {
        await using var client = await CustomerClient.StartAsync();
        var spec = new PolicySpec { Enabled = true, Floor = new Amount(null, 0.5), Shares = 500 };
        client.Exporter.Policies.Add(new StoredDomain(Snapshots.Uuid(1), "guest1", true, Snapshots.Domain(1).Facts with { NextPolicy = spec }));
        await client.OpenAsync();

        await client.PostAsync($"{CustomerClient.Server()}/disable", "when=later");
        Assert.Equal(spec with { Enabled = false }, client.Exporter.Policies[Snapshots.Uuid(1)]!.Facts.NextPolicy);
        await client.PostAsync($"{CustomerClient.Server()}/undo");
        Assert.Equal(spec, client.Exporter.Policies[Snapshots.Uuid(1)]!.Facts.NextPolicy);
    }

    [Fact]
    public async Task Off_and_restart_now_does_both_and_tells_how_far_it_is()
    {
        await using var client = await CustomerClient.StartAsync();
        client.Exporter.Power.Listens = false;
        await client.OpenAsync();

        await client.PostAsync($"{CustomerClient.Server()}/disable", "when=now");
        var page = await client.PageWithAsync("Shutting down");
        Assert.Contains("http-equiv=\"refresh\"", page, StringComparison.Ordinal);

        // Everything is locked meanwhile.
        await client.PostAsync($"{CustomerClient.Server()}/undo");
        Assert.False(client.Exporter.Policies[Snapshots.Uuid(1)]!.Facts.NextPolicy!.Enabled);

        await client.PostAsync($"{CustomerClient.Server()}/giveup");
        await client.PageWithAsync("did not react");

        // Force needs its confirmation.
        var (status, _, response) = await client.PostAsync($"{CustomerClient.Server()}/force", "when=now");
        Assert.Equal((HttpStatusCode.SeeOther, $"../{Snapshots.Uuid(1)}?refused=not_confirmed"), (status, response.Headers.Location!.OriginalString));
        await client.PostAsync($"{CustomerClient.Server()}/force", "when=now&confirm=yes");
        await client.PageWithAsync("Restarted at");
        Assert.Equal([PowerCall.Shutdown, PowerCall.Destroy, PowerCall.Start], client.Exporter.Power.Calls);
    }

    [Fact]
    public async Task A_refused_restart_is_told_and_the_setting_is_kept()
    {
        await using var client = await CustomerClient.StartAsync();
        client.Exporter.Power[Snapshots.Uuid(1)] = FakeDomainPower.Running(1) with { HasManagedSave = true };
        await client.OpenAsync();

        var (_, _, response) = await client.PostAsync($"{CustomerClient.Server()}/disable", "when=now");
        Assert.Equal($"../{Snapshots.Uuid(1)}?refused=managed_save", response.Headers.Location!.OriginalString);
        Assert.False(client.Exporter.Policies[Snapshots.Uuid(1)]!.Facts.NextPolicy!.Enabled);
        Assert.Contains("was not touched", (await client.GetAsync($"{CustomerClient.Server()}?refused=managed_save")).Page, StringComparison.Ordinal);
        Assert.DoesNotContain("script", (await client.GetAsync($"{CustomerClient.Server()}?refused=<script>")).Page.Replace("<script src", "", StringComparison.Ordinal).Replace("</script>", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_opens_the_page_once_and_the_log_has_no_link()
    {
        await using var client = await CustomerClient.StartAsync();
        var link = CustomerClient.NewLink().Signed();

        Assert.Equal(HttpStatusCode.SeeOther, (await client.GetAsync($"/open?token={link}")).Status);
        var (status, page, response) = await client.GetAsync($"/open?token={link}");
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("used once", page, StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync("/open", $"token={link}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync("/open", "token=e30.e30.e30")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync("/open", new string('a', 100_000))).Status);
        Assert.DoesNotContain(client.Exporter.Log.Entries, entry => entry.Message.Contains(link.Split('.')[2], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Leaving_ends_the_session()
    {
        await using var client = await CustomerClient.StartAsync();
        await client.OpenAsync();

        var (status, _, response) = await client.PostAsync($"{CustomerClient.Server()}/leave");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("Max-Age=0", Assert.Single(response.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(CustomerClient.Server())).Status);
    }

    [Fact]
    public async Task A_change_is_in_the_log_with_its_customer_and_the_address_that_the_proxy_saw()
    {
        await using var client = await CustomerClient.StartAsync();
        await client.OpenAsync();

        await client.PostAsync($"{CustomerClient.Server()}/disable", "when=later", request => Add(request, "X-Forwarded-For", "6.6.6.6, 203.0.113.9"));

        Assert.Contains(client.Exporter.Log.Entries, entry => entry.Message == "policy stored" && entry.Fields["who"] is "customer:customer-7@203.0.113.9");
    }

    private static void Add(HttpRequestMessage request, string name, string? value)
    {
        if (value is not null)
            request.Headers.Add(name, value);
    }
}
