using System.Net;
using BalloonExporter.Engine;
using BalloonExporter.Options;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Web;
using ExporterToolkit.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using static BalloonExporter.Tests.Fakes.FakeAlertmanager;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Engine;

/// <summary>The exporter asks something on loopback that answers as Alertmanager does.</summary>
public sealed partial class AlertmanagerPollTests : IAsyncLifetime
{
    private const long TargetBytes = ((4 * GiB) - (200 * MiB)) * 1024;

    // Only for a poll that never comes: no test waits for it to pass.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("balloon").FullName;
    private readonly List<IAsyncDisposable> _parts = [];
    private FakeAlertmanager _alertmanager = null!;
    private TestExporter _exporter = null!;
    private AlertmanagerPoll _poll = null!;

    private string Name => _alertmanager.Address.ToString().TrimEnd('/');

    public async Task InitializeAsync()
    {
        _alertmanager = await FakeAlertmanager.StartAsync();
        _parts.Add(_alertmanager);
    }

    public async Task DisposeAsync()
    {
        _poll?.Dispose();
        foreach (var part in Enumerable.Reverse(_parts))
            await part.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Active_alerts_are_asked_for_and_no_others()
    {
        await StartAsync();

        var (target, authorization) = _alertmanager.Asked[0];
        Assert.Equal(
            "/api/v2/alerts?active=true&silenced=false&inhibited=false&filter=alertname%3D~%22BalloonTarget%7CBalloonHeartbeat%22", target);
        Assert.Equal("", authorization);
        Assert.Equal("1", await _exporter.MetricAsync($"balloon_alertmanager_poll_success{{alertmanager=\"{Name}\"}}"));
        Assert.Equal(
            "1777896000", await _exporter.MetricAsync($"balloon_alertmanager_poll_last_success_timestamp_seconds{{alertmanager=\"{Name}\"}}"));
    }

    [Fact]
    public async Task Filters_and_a_path_of_the_operator_are_used()
    {
        await StartAsync(options => options with { Filters = ["alertname=\"A\"", "instance=~\"host1.*|\""] }, new Uri(_alertmanager.Address, "/prefix/"));

        Assert.StartsWith("/prefix/api/v2/alerts?", _alertmanager.Asked[0].Target, StringComparison.Ordinal);
        Assert.EndsWith("&filter=alertname%3D%22A%22&filter=instance%3D~%22host1.%2A%7C%22", _alertmanager.Asked[0].Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_of_the_operator_are_sent_with_each_question()
    {
        List<string> tenants = [];
        _alertmanager.Answer = context =>
        {
            lock (tenants)
                tenants.Add(context.Request.Headers["X-Scope-OrgID"].ToString());
            return context.Response.WriteAsync("[]");
        };
        await StartAsync(options => options with { Headers = [new RequestHeader("X-Scope-OrgID", "hosts|2")] });
        await PollAsync();

        lock (tenants)
            Assert.Equal(["hosts|2", "hosts|2"], tenants);
    }

    [Theory]
    [InlineData("suppressed")]
    [InlineData("unprocessed")]
    public async Task What_is_silenced_is_not_acted_on_even_when_it_is_answered(string state)
    {
        _alertmanager.Has(Alert(1, TargetBytes, "a", state: state));
        await StartAsync();
        await PollAsync();

        Assert.Empty(_exporter.Balloon.Calls);
        Assert.Equal("1", await DecisionsAsync("ignored", "suppressed"));
    }

    [Fact]
    public async Task Domains_of_other_hosts_are_not_worth_a_word()
    {
        _alertmanager.Has([.. Enumerable.Range(2, 50).Select(number => Alert(number, TargetBytes, $"fp{number}"))]);
        await StartAsync();
        await UntilAsync(async () => await DecisionsAsync("refused", "unknown_domain") == "50");

        Assert.DoesNotContain(_exporter.Log.Entries, entry => entry.Message == "decision" && entry.Level > LogLevel.Debug);
        Assert.Equal("""{"decisions":[]}""", await _exporter.Http.GetStringAsync(new Uri("/api/v1/decisions", UriKind.Relative)));
    }

    [Fact]
    public async Task Of_a_set_of_Alertmanagers_the_newest_recommendation_counts()
    {
        await using var other = await FakeAlertmanager.StartAsync();
        _alertmanager.Has(Alert(1, TargetBytes, "a", Noon.AddSeconds(-20)));
        other.Has(Alert(1, TargetBytes - (8 * MiB * 1024), "a", Noon.AddSeconds(-5)));

        await StartAsync(addresses: [_alertmanager.Address, other.Address]);
        await UntilAsync(() => _exporter.Balloon.Calls.Count == 1);
        await PollAsync();

        Assert.Equal([(Uuid(1), (TargetBytes / 1024) - (8 * MiB))], _exporter.Balloon.Calls);
        Assert.Null(await DecisionsAsync("refused", "superseded"));
    }

    [Fact]
    public async Task A_heartbeat_is_recorded()
    {
        _alertmanager.Has(Heartbeat());
        await StartAsync();
        await PollAsync();

        Assert.Equal("1777896005", await _exporter.MetricAsync("balloon_feedback_last_heartbeat_timestamp_seconds"));
    }

    [Fact]
    public async Task What_could_not_be_tried_because_libvirt_was_down_is_tried_with_the_next_poll()
    {
        _alertmanager.Has(Alert(1, TargetBytes, "a"));
        await StartAsync(poll: false);
        _exporter.Reader.Reads(LibvirtDown());
        await PollAsync();
        await UntilAsync(async () => await DecisionsAsync("failed", "libvirt_down") == "1");
        _exporter.Reader.Reads(Host());

        await UntilAsync(async () =>
        {
            await _poll.PollAsync(CancellationToken.None);
            return _exporter.Balloon.Calls.Count == 1;
        });
    }

    [Fact]
    public async Task It_asks_at_the_start_and_then_in_intervals()
    {
        await using var exporter = await TestExporter.StartAsync(
            TestOptions.Act with { Alertmanager = AlertmanagerOptions.None with { Addresses = [_alertmanager.Address], Interval = TimeSpan.FromSeconds(7) } });
        await UntilAsync(() => _alertmanager.Asked.Count == 1);
        await UntilAsync(async () => await exporter.MetricAsync($"balloon_alertmanager_poll_success{{alertmanager=\"{Name}\"}}") == "1");

        exporter.Time.Advance(TimeSpan.FromSeconds(7));

        await UntilAsync(() => _alertmanager.Asked.Count == 2);
    }

    [Fact]
    public async Task Only_named_Alertmanagers_are_polled()
    {
        await using var exporter = await TestExporter.StartAsync();

        Assert.DoesNotContain(
            "balloon_alertmanager_poll_success{", await exporter.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_webhook_may_bring_the_same_and_it_is_a_duplicate()
    {
        _alertmanager.Has(Alert(1, TargetBytes, "a"));
        await StartAsync();
        await UntilAsync(async () => await DecisionsAsync("applied", "as_requested") == "1");
        var message = $$$"""
            {"version": "4", "alerts": [{"status": "firing", "labels": {"alertname": "BalloonTarget", "uuid": "{{{Uuid(1)}}}"}, "annotations":
            {"balloon_target_bytes": "{{{TargetBytes}}}", "balloon_evaluated_at": "{{{Noon.ToUnixTimeSeconds() - 5}}}"}}]}
            """;

        using var response = await _exporter.Http.PostAsync(new Uri("/api/v1/feedback", UriKind.Relative), new StringContent(message));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("duplicate", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Single(_exporter.Balloon.Calls);
    }

    private static Func<HttpContext, Task> Status(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            Assert.False(patience.IsCancellationRequested, "it did not happen");
            await Task.Yield();
        }
    }

    private static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private IReadOnlyList<RecordingLogger<object>.Entry> Warnings() => [.. _exporter.Log.Entries.Where(entry => entry.Level == LogLevel.Warning)];

    private Task<string?> DecisionsAsync(string decision, string reason) =>
        _exporter.MetricAsync($"balloon_feedback_decisions_total{{decision=\"{decision}\",reason=\"{reason}\",origin=\"poll\"}}");

    private FileInfo Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return new FileInfo(path);
    }

    private Task StartAsync(Func<AlertmanagerOptions, AlertmanagerOptions>? with = null, params Uri[] addresses) => StartAsync(true, with, addresses);

    // The poll's own timer is left out of all tests but one: these say when.
    private async Task StartAsync(bool poll, Func<AlertmanagerOptions, AlertmanagerOptions>? with = null, params Uri[] addresses)
    {
        var options = AlertmanagerOptions.None with { Addresses = addresses is [] ? [_alertmanager.Address] : addresses };
        _exporter = await TestExporter.StartAsync();
        _parts.Add(_exporter);
        _poll = _exporter.PollOf(TestOptions.Act with { Alertmanager = with?.Invoke(options) ?? options });
        if (poll)
            await _poll.PollAsync(CancellationToken.None);
    }

    private Task PollAsync()
    {
        _exporter.Time.Advance(Interval);
        return _poll.PollAsync(CancellationToken.None).WaitAsync(Patience);
    }
}
