using System.Net;
using System.Text;
using BalloonExporter.Core.Model;
using BalloonExporter.Engine;
using BalloonExporter.Tests.Api;
using BalloonExporter.Tests.Fakes;

namespace BalloonExporter.Tests.Web;

public sealed class PauseTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("balloon").FullName;
    private TestExporter _exporter = null!;

    private string PauseFile => Path.Combine(_folder, "pause");

    public async Task InitializeAsync() => _exporter = await StartAsync();

    public async Task DisposeAsync()
    {
        await _exporter.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_pause_holds_until_it_is_resumed()
    {
        Assert.Equal((HttpStatusCode.OK, """{"paused":false}"""), await GetAsync());

        var (status, body) = await PostAsync("/api/v1/pause");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("""{"paused":true,"api":{"by":"token@127.0.0.1","since":"2026-05-04T12:00:00+00:00"}}""", body);
        Assert.True(_exporter.Pause.IsPaused);
        Assert.Equal((HttpStatusCode.OK, body), await GetAsync());

        Assert.Equal((HttpStatusCode.OK, """{"paused":false}"""), await PostAsync("/api/v1/resume"));
        Assert.False(_exporter.Pause.IsPaused);
    }

    [Fact]
    public async Task A_pause_can_say_why_and_end_by_itself()
    {
        var (_, body) = await PostAsync("/api/v1/pause", """{"reason": "kernel update", "for": "2h"}""");

        Assert.Contains("\"until\":\"2026-05-04T14:00:00+00:00\",\"reason\":\"kernel update\"", body, StringComparison.Ordinal);
        Assert.Contains(
            _exporter.Log.Entries, entry => entry.Message.StartsWith("Paused", StringComparison.Ordinal) && Equals(entry.Fields["reason"], "kernel update"));
        _exporter.Time.Advance(TimeSpan.FromHours(2) - TimeSpan.FromSeconds(1));
        Assert.True(_exporter.Pause.IsPaused);
        _exporter.Time.Advance(TimeSpan.FromSeconds(1));
        await UntilAsync(paused: false);
        Assert.Equal((HttpStatusCode.OK, """{"paused":false}"""), await GetAsync());
    }

    [Fact]
    public async Task An_observer_says_what_an_exporter_that_acts_would_do()
    {
        await using var observer = await TestExporter.StartAsync(TestOptions.Observe with { PauseFile = new FileInfo(PauseFile) });
        observer.Pauses.Pause(new ApiPause("user:alice", new Moment(observer.Time.GetUtcNow().UtcTicks), null, "maintenance"));
        await File.WriteAllTextAsync(PauseFile, "");
        observer.Pauses.Look();

        foreach (var how in (string[])["Paused", "Paused by a file"])
            Assert.Contains(observer.Log.Entries, entry => entry.Message == $"{how}: an exporter that acts would take no memory, only give it" && Equals(entry.Fields["mode"], "observe"));
        Assert.DoesNotContain(observer.Log.Entries, entry => entry.Message.Contains("no memory is taken", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3 * 3600)]
    public async Task A_pause_is_as_long_as_was_asked_for_when_the_clock_is_set(int seconds)
    {
        await PostAsync("/api/v1/pause", """{"for": "2h"}""");

        _exporter.Time.Jump(TimeSpan.FromSeconds(seconds));
        _exporter.Time.Advance(TimeSpan.FromHours(2) - TimeSpan.FromSeconds(1));
        _exporter.Pauses.Look();
        Assert.True(_exporter.Pause.IsPaused);
        _exporter.Time.Advance(TimeSpan.FromSeconds(1));
        await UntilAsync(paused: false);
    }

    [Fact]
    public async Task A_second_pause_takes_the_place_of_the_first()
    {
        await PostAsync("/api/v1/pause", """{"for": "1h"}""");
        var (_, body) = await PostAsync("/api/v1/pause");

        Assert.DoesNotContain("until", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_pauses_as_long_as_it_is_there_whatever_is_resumed()
    {
        await File.WriteAllTextAsync(PauseFile, "");
        _exporter.Time.Advance(TimeSpan.FromSeconds(1));
        await UntilAsync(paused: true);

        Assert.Equal((HttpStatusCode.OK, $$"""{"paused":true,"file":"{{PauseFile}}"}"""), await PostAsync("/api/v1/resume"));
        Assert.Contains(_exporter.Log.Entries, entry => entry.Message == "Still paused by a file");

        File.Delete(PauseFile);
        _exporter.Time.Advance(TimeSpan.FromSeconds(1));
        await UntilAsync(paused: false);
    }

    [Fact]
    public async Task A_file_that_is_there_before_the_start_counts_from_the_start()
    {
        await File.WriteAllTextAsync(PauseFile, "");
        await using var exporter = await StartAsync();

        Assert.True(exporter.Pause.IsPaused);
    }

    [Fact]
    public async Task Doubt_whether_the_file_is_there_pauses()
    {
        // No file system has such names: what is asked for is neither there nor not there.
        await using var exporter = await TestExporter.StartAsync(TestOptions.Act with { PauseFile = new FileInfo(Path.Combine(_folder, new string('x', 300))) });

        Assert.True(exporter.Pause.IsPaused);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"for": 5}""")]
    [InlineData("""{"for": "soon"}""")]
    [InlineData("""{"for": "0"}""")]
    [InlineData("""{"until": "noon"}""")]
    public async Task A_pause_that_is_not_understood_is_400_and_does_not_pause(string body)
    {
        var (status, answer) = await PostAsync("/api/v1/pause", body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        InternalNames.AreNotIn(answer);
        Assert.StartsWith("{\"error\":\"", answer, StringComparison.Ordinal);
        Assert.False(_exporter.Pause.IsPaused);
    }

    [Fact]
    public async Task A_pause_is_no_place_for_a_book()
    {
        var (status, _) = await PostAsync("/api/v1/pause", $$"""{"reason": "{{new string('x', 5000)}}"}""");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.False(_exporter.Pause.IsPaused);
    }

    [Theory]
    [InlineData("/api/v1/pause")]
    [InlineData("/api/v1/resume")]
    public async Task Pausing_needs_the_token_and_looking_too(string path)
    {
        var token = Path.Combine(_folder, "token");
        await File.WriteAllTextAsync(token, "correct-horse-battery-staple");
        await using var guarded = await TestExporter.StartAsync(TestOptions.Act with { TokenFile = new FileInfo(token) });

        using var without = await guarded.Http.PostAsync(new Uri(path, UriKind.Relative), null);
        using var look = await guarded.Http.GetAsync(new Uri("/api/v1/pause", UriKind.Relative));
        guarded.Http.DefaultRequestHeaders.Add("Authorization", "Bearer correct-horse-battery-staple");
        using var with = await guarded.Http.PostAsync(new Uri(path, UriKind.Relative), null);

        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, look.StatusCode);
        Assert.Equal(HttpStatusCode.OK, with.StatusCode);
        Assert.Equal("0", await guarded.MetricAsync("balloon_feedback_notifications_total{result=\"unauthorized\"}"));
    }

    private async Task<TestExporter> StartAsync() => await TestExporter.StartAsync(TestOptions.Act with { PauseFile = new FileInfo(PauseFile) });

    private async Task<(HttpStatusCode Status, string Body)> GetAsync()
    {
        using var response = await _exporter.Http.GetAsync(new Uri("/api/v1/pause", UriKind.Relative));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(string path, string? body = null)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _exporter.Http.PostAsync(new Uri(path, UriKind.Relative), content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    // The clock has moved; the one who waits for it runs when it pleases the scheduler.
    private async Task UntilAsync(bool paused)
    {
        while (_exporter.Pause.IsPaused != paused)
            await Task.Yield();
    }
}
