using BalloonExporter.Tests.Fakes;
using static BalloonExporter.Tests.Fakes.FakeAlertmanager;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Engine;

/// <content>Evaluation times, clocks and leases.</content>
public sealed partial class AlertmanagerPollTests
{
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
    public async Task An_alert_from_the_future_blocks_no_later_one()
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
}
