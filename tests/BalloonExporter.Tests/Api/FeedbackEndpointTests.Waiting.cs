using System.Net;
using BalloonExporter.Core.Model;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Api;

public sealed partial class FeedbackEndpointTests
{
    [Theory]
    [InlineData("", 30)]
    [InlineData("?wait=0", 0)]
    [InlineData("?wait=100ms", 100)]
    [InlineData("?wait=8s", 8000)]
    public async Task In_progress_is_answered_when_the_command_takes_longer_than_the_caller_waits(string query, int milliseconds)
    {
        var stuck = new TaskCompletionSource<BalloonOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _exporter.Balloon.Answer = uuid => uuid == Uuid(1) ? stuck.Task : Task.FromResult(BalloonOutcome.Accepted);
        _exporter.Reader.Reads(Host(Domain(1), Domain(2)));
        var posting = PostAsync(new StringContent(Message(Alert(1, TargetBytes, "a"), Alert(2, TargetBytes, "b"))), query: query);
        var wait = TimeSpan.FromMilliseconds(milliseconds);
        if (milliseconds > 0)
        {
            await _exporter.Time.ACallerWaits(wait);
            // Both are decided and called before the clock goes on: eight seconds later their statistics are too old to act on.
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (_exporter.Balloon.Calls.Count < 2)
                await Task.Delay(5, patience.Token);
        }

        _exporter.Time.Advance(wait);
        var (status, body) = await posting;

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains($"{{\"fingerprint\":\"a\",\"uuid\":\"{Uuid(1)}\",\"verdict\":\"pending\",\"reason\":\"in_progress\"}}", body, StringComparison.Ordinal);
        stuck.SetResult(BalloonOutcome.Accepted);
    }

    [Fact]
    public async Task A_thousand_alerts_have_as_long_to_be_decided_as_one()
    {
        var stuck = new TaskCompletionSource<HostSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
        _exporter.Reader.Answer = () => stuck.Task;
        var posting = PostAsync(Message([.. Enumerable.Range(1, 1000).Select(number => Alert(number, TargetBytes, $"fp{number}"))]));
        await _exporter.Time.ACallerWaits(TimeSpan.FromMilliseconds(30));

        _exporter.Time.Advance(TimeSpan.FromMilliseconds(29));
        Assert.False(posting.IsCompleted);
        stuck.SetResult(Host([.. Enumerable.Range(1, 1000).Select(number => Domain(number))]));
        var (status, body) = await posting;

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.DoesNotContain("in_progress", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_answered_as_in_progress_is_done_and_told_later()
    {
        var stuck = new TaskCompletionSource<BalloonOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _exporter.Balloon.Answer = _ => stuck.Task;

        var (_, answered) = await PostAsync(new StringContent(Message(Alert(1, TargetBytes, "a"))), query: "?wait=0");
        stuck.SetResult(BalloonOutcome.Accepted);

        Assert.Contains("in_progress", answered, StringComparison.Ordinal);
        // The same again waits behind the first, which is done by then.
        var (_, again) = await PostAsync(Message(Alert(1, TargetBytes, "a")));
        Assert.Contains("duplicate", again, StringComparison.Ordinal);
        Assert.Equal("1", await Decisions("applied", "as_requested"));
        Assert.Contains(
            "\"verdict\":\"applied\"", await _exporter.Http.GetStringAsync(new Uri("/api/v1/decisions", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_decided_is_wanted_again_when_the_last_look_found_libvirt_down()
    {
        _exporter.Reader.Reads(LibvirtDown());
        await PostAsync(Message(Alert(1, TargetBytes, "a")));
        var look = new TaskCompletionSource<HostSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
        _exporter.Reader.Answer = () => look.Task;

        var (status, body) = await PostAsync(new StringContent(Message(Alert(1, TargetBytes, "a"))), query: "?wait=0");
        look.SetResult(LibvirtDown());

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("\"verdict\":\"pending\"", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?wait=")]
    [InlineData("?wait=9s")]
    [InlineData("?wait=-1s")]
    [InlineData("?wait=1s&wait=2s")]
    [InlineData("?wait=forever")]
    public async Task A_wait_above_the_limit_is_400_and_moves_nothing(string query)
    {
        var (status, _) = await PostAsync(new StringContent(Message(Alert(1, TargetBytes, "a"))), query: query);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Empty(_exporter.Balloon.Calls);
    }
}
