using System.Text;
using BalloonExporter.Tests.Fakes;
using ExporterToolkit.Tests.WebConfig;
using Microsoft.AspNetCore.Http;
using static BalloonExporter.Tests.Fakes.FakeAlertmanager;

namespace BalloonExporter.Tests.Engine;

/// <content>How an Alertmanager is asked, and what becomes of one that does not answer.</content>
public sealed partial class AlertmanagerPollTests
{
    [Fact]
    public async Task An_Alertmanager_that_is_down_costs_the_others_nothing_and_is_logged_once()
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
    public async Task A_user_and_its_password_come_from_the_address_or_a_file_and_are_shown_to_no_other_user(string user, string? password, string expected)
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
    public async Task Only_a_server_that_the_operators_authority_confirms_is_believed()
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
}
