using System.Net;
using System.Text;
using BalloonExporter.Core.Reflexes;
using BalloonExporter.Tests.Api;
using BalloonExporter.Tests.Fakes;

namespace BalloonExporter.Tests.Web;

/// <summary>Announcements of domains that are about to start.</summary>
public sealed class StartsTests : IAsyncLifetime
{
    private const string Shop = "7d0a2c4e-0000-4000-8000-000000000001";

    private TestExporter _exporter = null!;

    public async Task InitializeAsync() => _exporter = await TestExporter.StartAsync();

    public async Task DisposeAsync() => await _exporter.DisposeAsync();

    [Fact]
    public async Task A_start_is_expected_for_a_minute_and_is_told()
    {
        var (status, body) = await PostAsync($$"""{"uuid": "{{Shop}}", "memory": 4294967296}""");

        Assert.Equal((HttpStatusCode.OK, $$"""{"uuid":"{{Shop}}","room":1073741824,"until":"2026-05-04T12:01:00+00:00"}"""), (status, body));
        var line = Assert.Single(_exporter.Log.Entries, entry => entry.Message.StartsWith("A domain is about to start", StringComparison.Ordinal));
        Assert.Equal((Guid.Parse(Shop), 4294967296, 1073741824L), (line.Fields["uuid"], line.Fields["memoryBytes"], line.Fields["roomBytes"]));
        Assert.Equal("token@127.0.0.1", line.Fields["askedBy"]);
        Assert.Equal("1073741824", await _exporter.MetricAsync("balloon_reflex_expected_start_bytes"));
        Assert.Equal("1", await _exporter.MetricAsync("balloon_reflex_starts_announced_total"));

        _exporter.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("0", await _exporter.MetricAsync("balloon_reflex_expected_start_bytes"));
    }

    [Fact]
    public async Task An_announcement_asks_libvirt_nothing_and_is_answered_while_libvirt_hangs()
    {
        _exporter.Reader.Answer = () => new TaskCompletionSource<Core.Model.HostSnapshot>().Task;

        var (status, _) = await PostAsync($$"""{"uuid": "{{Shop}}", "memory": 4294967296}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Empty(_exporter.Reader.AskedForSome);
    }

    [Fact]
    public async Task Repeated_announcements_of_one_domain_are_one_line_and_one_room()
    {
        for (var call = 0; call < 5; call++)
            await PostAsync($$"""{"uuid": "{{Shop}}", "memory": 4294967296}""");

        Assert.Single(_exporter.Log.Entries, entry => entry.Message.StartsWith("A domain is about to start", StringComparison.Ordinal));
        Assert.Equal("1073741824", await _exporter.MetricAsync("balloon_reflex_expected_start_bytes"));
    }

    [Fact]
    public async Task More_than_a_thousand_at_once_are_told_to_come_again()
    {
        for (var number = 0; number < ExpectedStarts.Most; number++)
            _exporter.Starts.Expect(new Guid(number, 0, 0, new byte[8]), 1024, Snapshots.Noon.Steady());

        var (status, body) = await PostAsync($$"""{"uuid": "{{Shop}}", "memory": 4294967296}""");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.StartsWith("{\"error\":\"too many domains", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not JSON")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{}""")]
    [InlineData("""{"uuid": "7d0a2c4e-0000-4000-8000-000000000001"}""")]
    [InlineData("""{"memory": 1073741824}""")]
    [InlineData("""{"uuid": null, "memory": 1073741824}""")]
    [InlineData("""{"uuid": 5, "memory": 1073741824}""")]
    [InlineData("""{"uuid": "shop", "memory": 1073741824}""")]
    [InlineData("""{"uuid": "{7d0a2c4e-0000-4000-8000-000000000001}", "memory": 1073741824}""")]
    [InlineData("""{"uuid": "00000000-0000-0000-0000-000000000000", "memory": 1073741824}""")]
    [InlineData("""{"uuid": "7d0a2c4e-0000-4000-8000-000000000001", "memory": 0}""")]
    [InlineData("""{"uuid": "7d0a2c4e-0000-4000-8000-000000000001", "memory": -1}""")]
    [InlineData("""{"uuid": "7d0a2c4e-0000-4000-8000-000000000001", "memory": 1.5}""")]
    [InlineData("""{"uuid": "7d0a2c4e-0000-4000-8000-000000000001", "memory": "1GiB"}""")]
    [InlineData("""{"uuid": "7d0a2c4e-0000-4000-8000-000000000001", "memory": 1e300}""")]
    [InlineData("""{"uuid": "7d0a2c4e-0000-4000-8000-000000000001", "memory": 9223372036854775807}""")]
    [InlineData("""{"uuid": "7d0a2c4e-0000-4000-8000-000000000001", "memory": 1073741824, "name": "shop"}""")]
    [InlineData("""{"uuid": "7d0a2c4e-0000-4000-8000-000000000001", "memory": 1073741824, "domain": "7d0a2c4e-0000-4000-8000-000000000002"}""")]
    public async Task What_is_no_start_is_400_and_expects_nothing(string body)
    {
        var (status, answer) = await PostAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        InternalNames.AreNotIn(answer);
        Assert.StartsWith("{\"error\":\"not a start: ", answer, StringComparison.Ordinal);
        Assert.Equal("0", await _exporter.MetricAsync("balloon_reflex_starts_announced_total"));
    }

    [Fact]
    public async Task A_start_is_no_place_for_a_book()
    {
        var (status, _) = await PostAsync($$"""{"uuid": "{{Shop}}", "memory": 1073741824{{new string(' ', 5000)}}}""");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
    }

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _exporter.Http.PostAsync(new Uri("/api/v1/starts", UriKind.Relative), content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
