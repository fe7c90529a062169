using System.Net;
using System.Text;
using System.Text.Json;
using BalloonExporter.Core.Model;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Web;

public sealed class DomainsTests : IAsyncLifetime
{
    private TestExporter _exporter = null!;

    public async Task InitializeAsync() => _exporter = await TestExporter.StartAsync();

    public async Task DisposeAsync() => await _exporter.DisposeAsync();

    [Fact]
    public async Task A_domain_is_told_with_its_memory_its_policy_and_what_was_done_to_it()
    {
        await MoveAsync();

        var domain = Assert.Single(await DomainsAsync());
        Assert.Equal("guest1", domain.GetProperty("name").GetString());
        Assert.Equal(Uuid(1), domain.GetProperty("uuid").GetGuid());
        Assert.Equal("running", domain.GetProperty("state").GetString());
        Assert.True(domain.GetProperty("managed").GetBoolean());
        Assert.False(domain.TryGetProperty("unmanagedReason", out _));
        Assert.Equal(4 * GiB * 1024, domain.GetProperty("memory").GetProperty("maximumBytes").GetInt64());
        Assert.Equal(GiB * 1024, domain.GetProperty("memory").GetProperty("workingSetBytes").GetInt64());
        Assert.Equal(GiB * 1024, domain.GetProperty("policy").GetProperty("floorBytes").GetInt64());
        Assert.True(domain.GetProperty("policy").GetProperty("enabled").GetBoolean());
        Assert.Equal(((4 * GiB) - (200 * MiB)) * 1024, domain.GetProperty("movements").GetProperty("targetBytes").GetInt64());
        // Nothing was seen to go yet.
        Assert.Equal(0, domain.GetProperty("movements").GetProperty("removedBytes").GetInt64());
    }

    [Fact]
    public async Task Why_a_domain_is_left_alone_is_told_and_what_is_not_known_is_left_out()
    {
        _exporter.Reader.Reads(Host(
            Domain(2) with { Facts = Domain(2).Facts with { Driver = "lxc", Balloon = BalloonCapability.None }, CurrentKib = null, MaximumKib = null },
            Domain(1) with { State = DomainState.Paused, StatisticsFresh = false }));

        var domains = await DomainsAsync();

        Assert.Equal(["guest1", "guest2"], domains.Select(domain => domain.GetProperty("name").GetString()));
        Assert.Equal(["not_running", "lxc"], domains.Select(domain => domain.GetProperty("unmanagedReason").GetString()));
        Assert.Equal("paused", domains[0].GetProperty("state").GetString());
        Assert.False(domains[0].GetProperty("memory").TryGetProperty("workingSetBytes", out _));
        Assert.False(domains[1].TryGetProperty("policy", out _));
        Assert.False(domains[1].GetProperty("memory").TryGetProperty("currentBytes", out _));
    }

    [Fact]
    public async Task An_excluded_domain_is_not_listed()
    {
        _exporter.Reader.Reads(Host(Domain(1) with { Excluded = true }));

        Assert.Empty(await DomainsAsync());
    }

    [Fact]
    public async Task Without_libvirt_it_is_503()
    {
        _exporter.Reader.Reads(LibvirtDown());

        using var response = await _exporter.Http.GetAsync(new Uri("/api/v1/domains", UriKind.Relative));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    private async Task MoveAsync()
    {
        using var message = new StringContent(
            $$$"""
            {"version": "4", "alerts": [{"status": "firing", "labels": {"alertname": "BalloonTarget", "uuid": "{{{Uuid(1)}}}"}, "annotations":
            {"balloon_target_bytes": "{{{((4 * GiB) - (200 * MiB)) * 1024}}}", "balloon_evaluated_at": "{{{Noon.ToUnixTimeSeconds()}}}"}}]}
            """,
            Encoding.UTF8,
            "application/json");
        using var response = await _exporter.Http.PostAsync(new Uri("/api/v1/feedback", UriKind.Relative), message);
        Assert.Single(_exporter.Balloon.Calls);
    }

    private async Task<IReadOnlyList<JsonElement>> DomainsAsync()
    {
        using var answer = JsonDocument.Parse(await _exporter.Http.GetStringAsync(new Uri("/api/v1/domains", UriKind.Relative)));
        return [.. answer.RootElement.GetProperty("domains").EnumerateArray().Select(domain => domain.Clone())];
    }
}
