using System.Net;
using System.Text;
using BalloonExporter.Engine;
using BalloonExporter.Options;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Web;
using BalloonExporter.Tests.WebConfig;
using ExporterToolkit.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using static BalloonExporter.Tests.Fakes.FakeAlertmanager;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Engine;

/// <summary>The exporter asks something on loopback that answers as Alertmanager does.</summary>
public sealed class AlertmanagerPollTests : IAsyncLifetime
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

    [Fact]
    public async Task An_alert_is_carried_out_once_until_it_is_evaluated_again()
    {
        _alertmanager.Has(Alert(1, TargetBytes, "a"));
        await StartAsync();
        await UntilAsync(async () => await DecisionsAsync("applied", "as_requested") == "1");

        await PollAsync();
        await PollAsync();
        Assert.Equal("1", await DecisionsAsync("applied", "as_requested"));
        Assert.Null(await DecisionsAsync("refused", "duplicate"));

        _exporter.Reader.Reads(Host(Domain(1, (4 * GiB) - (200 * MiB))));
        _alertmanager.Has(Alert(1, 4 * GiB * 1024, "a", Noon.AddSeconds(10)));
        await PollAsync();
        await UntilAsync(() => _exporter.Balloon.Calls.Count == 2);
        Assert.Equal((Uuid(1), 4 * GiB), _exporter.Balloon.Calls[1]);
        var line = _exporter.Log.Entries.First(entry => entry.Message == "decision");
        Assert.Equal((Name, "poll"), (line.Fields["askedBy"], line.Fields["origin"]));
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public async Task A_plan_from_after_the_clock_was_set_is_obeyed(int seconds)
    {
        _alertmanager.Has(Alert(1, TargetBytes, "a"));
        await StartAsync();
        await UntilAsync(() => _exporter.Balloon.Calls.Count == 1);

        _exporter.Time.Jump(TimeSpan.FromSeconds(seconds));
        _exporter.Reader.Reads(Host(Domain(1, (4 * GiB) - (200 * MiB))));
        var now = _exporter.Time.GetUtcNow() + Interval;
        _alertmanager.Has(Alert(1, 4 * GiB * 1024, "a", now.AddSeconds(-1), now.AddMinutes(4)));
        await PollAsync();

        await UntilAsync(() => _exporter.Balloon.Calls.Count == 2);
        Assert.Equal((Uuid(1), 4 * GiB), _exporter.Balloon.Calls[1]);
    }

    [Fact]
    public async Task A_step_of_the_clock_is_told_and_counted_and_the_times_that_are_shown_follow_it()
    {
        await StartAsync();
        _exporter.Time.Jump(TimeSpan.FromHours(-1));
        await PollAsync();

        Assert.Equal("1", await _exporter.MetricAsync("balloon_clock_steps_total{direction=\"back\"}"));
        Assert.Equal("0", await _exporter.MetricAsync("balloon_clock_steps_total{direction=\"forward\"}"));
        Assert.Equal(
            $"{Noon.ToUnixTimeSeconds() - 3600 + 5}", await _exporter.MetricAsync($"balloon_alertmanager_poll_last_success_timestamp_seconds{{alertmanager=\"{Name}\"}}"));
        var line = Assert.Single(_exporter.Log.Entries, entry => entry.Message.StartsWith("The clock was set", StringComparison.Ordinal));
        Assert.Equal(("The clock was set back", -3600.0), (line.Message, line.Fields["seconds"]));
    }

    [Fact]
    public async Task An_alert_from_the_future_silences_nobody()
    {
        await using var other = await FakeAlertmanager.StartAsync();
        var clipped = TargetBytes + (8 * MiB * 1024);
        _alertmanager.Has(Alert(1, clipped, "a", Noon.AddSeconds(59)));
        await StartAsync(addresses: [_alertmanager.Address, other.Address]);
        await UntilAsync(async () => await DecisionsAsync("refused", "future_recommendation") == "1");

        other.Has(Alert(1, TargetBytes, "a", Noon.AddSeconds(1)));
        await PollAsync();
        await UntilAsync(() => _exporter.Balloon.Calls.Count == 1);

        Assert.Equal([(Uuid(1), TargetBytes / 1024)], _exporter.Balloon.Calls);
    }

    [Fact]
    public async Task A_lease_that_has_ended_is_not_acted_on()
    {
        _alertmanager.Has(Alert(1, TargetBytes, "a", endsAt: Noon), Alert(2, TargetBytes, "b", endsAt: Noon.AddMinutes(-1)));
        await StartAsync();
        await PollAsync();
        await PollAsync();

        Assert.Empty(_exporter.Balloon.Calls);
        // Told once for each alert, not with every poll.
        Assert.Equal("2", await DecisionsAsync("refused", "lease_expired"));
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
    public async Task An_Alertmanager_that_is_down_costs_the_others_nothing_and_is_told_once()
    {
        var dead = await FakeAlertmanager.StartAsync();
        var address = dead.Address;
        await dead.DisposeAsync();
        _alertmanager.Has(Alert(1, TargetBytes, "a"));

        await StartAsync(addresses: [address, _alertmanager.Address]);
        await UntilAsync(() => _exporter.Balloon.Calls.Count == 1);
        await PollAsync();

        var name = address.ToString().TrimEnd('/');
        Assert.Equal("0", await _exporter.MetricAsync($"balloon_alertmanager_poll_success{{alertmanager=\"{name}\"}}"));
        Assert.Null(await _exporter.MetricAsync($"balloon_alertmanager_poll_last_success_timestamp_seconds{{alertmanager=\"{name}\"}}"));
        Assert.Equal("1", await _exporter.MetricAsync($"balloon_alertmanager_poll_success{{alertmanager=\"{Name}\"}}"));
        Assert.Single(Warnings(), entry => Equals(entry.Fields["alertmanager"], name));
    }

    [Fact]
    public async Task An_Alertmanager_that_comes_back_is_told()
    {
        _alertmanager.Answer = Status(StatusCodes.Status503ServiceUnavailable);
        await StartAsync();
        Assert.Contains("503", Assert.Single(Warnings()).Fields["err"]?.ToString(), StringComparison.Ordinal);

        _alertmanager.Has();
        await PollAsync();

        await UntilAsync(() => _exporter.Log.Entries.Any(entry => entry.Message == "Alertmanager answers again"));
        Assert.Equal("1", await _exporter.MetricAsync($"balloon_alertmanager_poll_success{{alertmanager=\"{Name}\"}}"));
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("[{\"labels\": 5}]")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[")]
    public async Task What_is_no_list_of_alerts_is_a_failed_poll(string body)
    {
        _alertmanager.Answer = context => context.Response.WriteAsync(body);
        await StartAsync();

        Assert.Equal("0", await _exporter.MetricAsync($"balloon_alertmanager_poll_success{{alertmanager=\"{Name}\"}}"));
        Assert.Single(Warnings());
    }

    [Fact]
    public async Task An_answer_without_end_is_given_up()
    {
        _alertmanager.Answer = async context =>
        {
            var block = new byte[1024 * 1024];
            for (var size = 0; size < 20; size++)
                await context.Response.Body.WriteAsync(block, context.RequestAborted);
        };
        await StartAsync();

        Assert.Equal("0", await _exporter.MetricAsync($"balloon_alertmanager_poll_success{{alertmanager=\"{Name}\"}}"));
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_given_up()
    {
        _alertmanager.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        await StartAsync(poll: false);
        var poll = _poll.PollAsync(CancellationToken.None);
        await UntilAsync(() => _alertmanager.Asked.Count == 1);

        _exporter.Time.Advance(TimeSpan.FromSeconds(5));

        await poll.WaitAsync(Patience);
        Assert.Contains("within 5 s", Warnings()[0].Fields["err"]?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_go_nowhere_else()
    {
        await using var other = await FakeAlertmanager.StartAsync();
        _alertmanager.Answer = context =>
        {
            context.Response.Redirect(other.Address.ToString());
            return Task.CompletedTask;
        };
        await StartAsync(options => options with { TokenFile = Write("token", "secret") });

        Assert.Empty(other.Asked);
        Assert.Single(Warnings());
    }

    [Fact]
    public async Task The_token_is_shown_and_a_new_one_with_the_next_poll()
    {
        var file = Write("token", "secret\n");
        await StartAsync(options => options with { TokenFile = file });
        Assert.Equal("Bearer secret", _alertmanager.Asked[^1].Authorization);

        Write("token", "another secret\n");
        await PollAsync();
        Assert.Equal("Bearer another secret", _alertmanager.Asked[^1].Authorization);

        file.Delete();
        await PollAsync();
        Assert.Contains(file.FullName, Warnings()[0].Fields["err"]?.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alice:wonder%20land", null, "alice:wonder land")]
    [InlineData("alice", "wonderland\n", "alice:wonderland")]
    [InlineData("alice:ignored", "wonderland", "alice:wonderland")]
    public async Task A_user_and_his_password_come_from_the_address_or_a_file_and_are_shown_to_nobody_else(string user, string? password, string expected)
    {
        var address = new Uri($"http://{user}@{_alertmanager.Address.Authority}/");
        await StartAsync(options => options with { PasswordFile = password is null ? null : Write("password", password) }, address);

        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(expected)), _alertmanager.Asked[0].Authorization);
        Assert.Equal("1", await _exporter.MetricAsync($"balloon_alertmanager_poll_success{{alertmanager=\"{Name}\"}}"));
    }

    [Fact]
    public async Task Authorities_that_were_exchanged_count_with_the_next_poll_and_a_file_without_any_is_told()
    {
        var ours = new TestCertificates();
        ours.WriteTo(_folder);
        var file = Path.Combine(_folder, "ca.crt");
        await using var server = await FakeAlertmanager.StartAsync(ours.Server());
        await StartAsync(options => options with { AuthorityFile = new FileInfo(file) }, server.Address);
        Assert.Single(server.Asked);

        await File.WriteAllTextAsync(file, new TestCertificates("another authority").AuthorityPem);
        await PollAsync();
        Assert.Single(server.Asked);

        await File.WriteAllTextAsync(file, "none");
        await PollAsync();
        Assert.Contains("has no certificate", Warnings()[^1].Fields["err"]?.ToString(), StringComparison.Ordinal);

        await File.WriteAllTextAsync(file, ours.AuthorityPem);
        await PollAsync();
        Assert.Equal(2, server.Asked.Count);
    }

    [Fact]
    public async Task Only_a_server_that_the_operators_authority_vouches_for_is_believed()
    {
        var ours = new TestCertificates();
        ours.WriteTo(_folder);
        await using var known = await FakeAlertmanager.StartAsync(ours.Server());
        await using var stranger = await FakeAlertmanager.StartAsync(new TestCertificates("another authority").Server());

        await StartAsync(
            options => options with { AuthorityFile = new FileInfo(Path.Combine(_folder, "ca.crt")) }, known.Address, stranger.Address);

        Assert.Single(known.Asked);
        Assert.Empty(stranger.Asked);
        Assert.Equal(stranger.Address.ToString().TrimEnd('/'), Assert.Single(Warnings()).Fields["alertmanager"]);
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
    public async Task Nobody_is_asked_who_was_not_named()
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
