using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using BalloonExporter.Core.Model;
using BalloonExporter.Tests.Fakes;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Web;

/// <summary>All memory of all domains is given back, and none is taken any more.</summary>
public sealed class ReleaseTests : IAsyncLifetime
{
    private TestExporter _exporter = null!;

    public async Task InitializeAsync() => _exporter = await TestExporter.StartAsync();

    public async Task DisposeAsync() => await _exporter.DisposeAsync();

    [Fact]
    public async Task All_domains_get_all_of_their_memory_and_the_pause_says_why_and_who_asked()
    {
        Reads(Taken(1, 3 * GiB), Taken(2, 2 * GiB), Domain(3));

        var report = await ReleaseAsync("""{"reason": "given up"}""");

        Assert.Equal([(Uuid(1), 4 * GiB), (Uuid(2), 4 * GiB)], _exporter.Balloon.Calls.Order());
        Assert.Equal((3 * GiB * 1024, 0L), (report["givenBytes"]!.GetValue<long>(), report["missingBytes"]!.GetValue<long>()));
        Assert.Equal(["guest1", "guest2", "guest3"], report["domains"]!.AsArray().Select(domain => domain!["name"]!.GetValue<string>()));
        Assert.Equal(["applied", "applied", null], report["domains"]!.AsArray().Select(domain => domain!["verdict"]?.GetValue<string>()));
        Assert.True(_exporter.Pause.IsPaused);
        Assert.Equal(("token@127.0.0.1", "given up"), (Api(report, "by"), Api(report, "reason")));
        Assert.All(
            _exporter.Log.Entries.Where(entry => entry.Message == "decision"),
            entry => Assert.Equal(("release", "token@127.0.0.1"), (entry.Fields["origin"], entry.Fields["askedBy"])));
    }

    [Fact]
    public async Task What_the_host_has_no_room_for_is_told_in_bytes_and_most_guests_are_whole()
    {
        // 2 GiB above the reserve of 2 % of 64 GiB.
        Reads(Memory with { PhysicalAvailableKib = (2 * GiB) + (long)(64 * GiB * 0.02), BudgetKib = null }, Taken(1, GiB), Taken(2, 3 * GiB));

        var report = await ReleaseAsync();

        Assert.Equal((Uuid(2), 4 * GiB), _exporter.Balloon.Calls[0]);
        var (first, second) = (report["domains"]![0]!, report["domains"]![1]!);
        Assert.Equal(0, second["missingBytes"]!.GetValue<long>());
        Assert.Equal("host_room", first["clippedBy"]![0]!.GetValue<string>());
        var missing = first["missingBytes"]!.GetValue<long>();
        Assert.InRange(missing, GiB * 1024, 3 * GiB * 1024);
        Assert.Equal(missing, report["missingBytes"]!.GetValue<long>());
    }

    [Fact]
    public async Task A_guest_that_does_not_report_is_given_its_memory_too()
    {
        Reads(Taken(1, 3 * GiB) with { StatisticsFresh = false });

        await ReleaseAsync();

        Assert.Equal((Uuid(1), 4 * GiB), Assert.Single(_exporter.Balloon.Calls));
    }

    [Fact]
    public async Task The_last_piece_is_given_too()
    {
        Reads(Taken(1, (4 * GiB) - (8 * MiB)));

        await ReleaseAsync();

        Assert.Equal((Uuid(1), 4 * GiB), Assert.Single(_exporter.Balloon.Calls));
    }

    [Fact]
    public async Task What_its_operator_lowered_stays_and_is_told()
    {
        Reads(Domain(1, 2 * GiB));

        var report = await ReleaseAsync();

        Assert.Empty(_exporter.Balloon.Calls);
        Assert.True(report["domains"]![0]!["loweredByOperator"]!.GetValue<bool>());
        Assert.Equal((2 * GiB * 1024, 0L), (report["domains"]![0]!["missingBytes"]!.GetValue<long>(), report["missingBytes"]!.GetValue<long>()));
    }

    [Fact]
    public async Task A_guest_in_a_job_is_left_alone_and_told()
    {
        Reads(Taken(1, 3 * GiB) with { JobActive = true });

        var report = await ReleaseAsync();

        Assert.Empty(_exporter.Balloon.Calls);
        Assert.Equal("job_active", report["domains"]![0]!["reason"]!.GetValue<string>());
        Assert.Equal(GiB * 1024, report["missingBytes"]!.GetValue<long>());
    }

    [Fact]
    public async Task Of_a_domain_that_was_left_out_nothing_is_told()
    {
        Reads(Taken(1, 3 * GiB) with { Excluded = true });

        var report = await ReleaseAsync();

        Assert.Empty(report["domains"]!.AsArray());
        Assert.Empty(_exporter.Balloon.Calls);
    }

    [Fact]
    public async Task An_exporter_that_observes_refuses_and_does_not_pause()
    {
        await using var exporter = await TestExporter.StartAsync(TestOptions.Observe);
        var (status, body) = await PostAsync(exporter, null);

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("only observes", body, StringComparison.Ordinal);
        Assert.False(exporter.Pause.IsPaused);
    }

    [Fact]
    public async Task One_that_stands_by_refuses_and_does_not_pause()
    {
        _exporter.Role.Leave();
        var (status, body) = await PostAsync(_exporter, null);

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("another exporter acts on this host", body, StringComparison.Ordinal);
        Assert.False(_exporter.Pause.IsPaused);
    }

    [Fact]
    public async Task Without_libvirt_nothing_is_given_back_and_nothing_is_taken()
    {
        _exporter.Reader.Reads(LibvirtDown());
        var (status, body) = await PostAsync(_exporter, null);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("nothing was given back", body, StringComparison.Ordinal);
        Assert.True(_exporter.Pause.IsPaused);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"reason": 5}""")]
    [InlineData("""{"for": "1h"}""")]
    [InlineData("""{"reason": "a", "reason": "b"}""")]
    public async Task A_body_that_is_not_understood_is_400_and_changes_nothing(string body)
    {
        Reads(Taken(1, 3 * GiB));
        var (status, _) = await PostAsync(_exporter, body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.False(_exporter.Pause.IsPaused);
        Assert.Empty(_exporter.Balloon.Calls);
    }

    private static string? Api(JsonNode report, string field) => report["pause"]!["api"]![field]!.GetValue<string>();

    // Taken by this exporter, or by one before it.
    private static DomainMemory Taken(int number, long currentKib)
    {
        var domain = Domain(number, currentKib);
        return domain with { Facts = domain.Facts with { HasManagedMarker = true } };
    }

    private void Reads(params DomainMemory[] domains) => Reads(Memory, domains);

    private void Reads(HostMemory memory, params DomainMemory[] domains) =>
        _exporter.Reader.Reads(Host(domains) with { Memory = memory, TakenAt = _exporter.Time.GetUtcNow().Steady() });

    private async Task<JsonNode> ReleaseAsync(string? body = null)
    {
        var (status, answer) = await PostAsync(_exporter, body);
        Assert.True(status == HttpStatusCode.OK, answer);
        return JsonNode.Parse(answer)!;
    }

    private static async Task<(HttpStatusCode Status, string Body)> PostAsync(TestExporter exporter, string? body)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await exporter.Http.PostAsync(new Uri("/api/v1/release", UriKind.Relative), content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
