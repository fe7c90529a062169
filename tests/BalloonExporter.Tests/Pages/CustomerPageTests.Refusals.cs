using System.Net;
using BalloonExporter.Engine;
using BalloonExporter.Options;
using BalloonExporter.Tests.Fakes;

namespace BalloonExporter.Tests.Pages;

/// <content>What is refused: other servers, rights that the link lacks, other sites, other forms.</content>
public sealed partial class CustomerPageTests
{
    [Fact]
    public async Task A_session_opens_its_own_server_only()
    {
        await using var client = await CustomerClient.StartAsync();
        await client.OpenAsync();

        foreach (var other in (string[])[CustomerClient.Server(2), CustomerClient.Server(99), "/server/guest1"])
            Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(other)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync($"{CustomerClient.Server(2)}/disable", "when=later")).Status);
        // The id of the one under the name of the other.
        client.Cookies = client.Cookies!.Replace($"{Snapshots.Uuid(1):N}", $"{Snapshots.Uuid(2):N}", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(CustomerClient.Server(2))).Status);
        Assert.Null(client.Exporter.Policies[Snapshots.Uuid(2)]!.Facts.NextPolicy);
    }

    [Theory]
    [InlineData("[\"read\"]", "disable", "when=later")]
    [InlineData("[\"read\",\"restart\"]", "disable", "when=later")]
    [InlineData("[\"read\",\"policy\"]", "restart", "when=now")]
    [InlineData("[\"read\",\"policy\",\"restart\"]", "force", "when=now&confirm=yes")]
    public async Task A_right_that_the_link_does_not_give_is_refused(string may, string page, string form)
    {
        await using var client = await CustomerClient.StartAsync();
        await client.OpenAsync(may);

        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync($"{CustomerClient.Server()}/{page}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync($"{CustomerClient.Server()}/{page}", form)).Status);
        Assert.Null(client.Exporter.Policies[Snapshots.Uuid(1)]!.Facts.NextPolicy);
        Assert.Empty(client.Exporter.Power.Calls);
    }

    [Theory]
    [InlineData("cross-site", null)]
    [InlineData("same-site", null)]
    [InlineData("none", null)]
    [InlineData(null, null)]
    [InlineData(null, "https://evil.example")]
    [InlineData(null, "null")]
    public async Task A_change_from_another_site_is_refused(string? site, string? origin)
    {
        await using var client = await CustomerClient.StartAsync();
        await client.OpenAsync();
        client.FetchSite = site;

        foreach (var page in (string[])["disable", "enable", "undo", "restart", "force", "giveup", "leave"])
        {
            var (status, _, _) = await client.PostAsync($"{CustomerClient.Server()}/{page}", "when=now&confirm=yes", request => Add(request, "Origin", origin));
            Assert.Equal(HttpStatusCode.Forbidden, status);
        }

        Assert.Null(client.Exporter.Policies[Snapshots.Uuid(1)]!.Facts.NextPolicy);
        Assert.Empty(client.Exporter.Power.Calls);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(CustomerClient.Server())).Status);
        // Only the name of the origin itself is good, where the browser does not say more.
        client.FetchSite = null;
        Assert.Equal(HttpStatusCode.SeeOther, (await client.PostAsync($"{CustomerClient.Server()}/disable", "when=later", request => Add(request, "Origin", client.Address.GetLeftPart(UriPartial.Authority)))).Status);
    }

    [Fact]
    public async Task A_form_of_another_kind_changes_nothing()
    {
        await using var client = await CustomerClient.StartAsync();
        await client.OpenAsync();

        foreach (var form in (string[])["", "when=", "when=never", "{\"when\":\"later\"}"])
            Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync($"{CustomerClient.Server()}/disable", form)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync($"{CustomerClient.Server()}/disable", "", request => request.Content = new StringContent("when=later"))).Status);
        Assert.Null(client.Exporter.Policies[Snapshots.Uuid(1)]!.Facts.NextPolicy);
    }

    [Fact]
    public async Task An_exporter_that_observes_or_is_paused_shows_and_changes_nothing()
    {
        await using var observing = await CustomerClient.StartAsync(options => options with { Mode = ExporterMode.Observe });
        await observing.OpenAsync();
        Assert.Contains("Read-only", (await observing.GetAsync(CustomerClient.Server())).Page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await observing.PostAsync($"{CustomerClient.Server()}/disable", "when=now")).Status);
        Assert.Null(observing.Exporter.Policies[Snapshots.Uuid(1)]!.Facts.NextPolicy);

        await using var paused = await CustomerClient.StartAsync();
        await paused.OpenAsync();
        paused.Exporter.Pauses.Pause(new ApiPause("operator", default, null, null));
        Assert.Contains("locked", (await paused.GetAsync(CustomerClient.Server())).Page, StringComparison.Ordinal);
        await paused.PostAsync($"{CustomerClient.Server()}/disable", "when=now");
        Assert.Null(paused.Exporter.Policies[Snapshots.Uuid(1)]!.Facts.NextPolicy);
    }

    [Fact]
    public async Task Without_libvirt_and_without_the_server_it_says_so()
    {
        await using var client = await CustomerClient.StartAsync();
        await client.OpenAsync();

        client.Exporter.Policies.Error = "Failed to connect socket to '/var/run/libvirt/libvirt-sock'";
        var (status, page, _) = await client.GetAsync(CustomerClient.Server());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("The host does not answer.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("libvirt", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_domain_that_the_operator_left_out_is_on_no_host()
    {
        await using var client = await CustomerClient.StartAsync(options => options with { Domains = new DomainFilter { Exclude = DomainFilter.TryParse("guest1") } });
        await client.OpenAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(CustomerClient.Server())).Status);
    }
}
