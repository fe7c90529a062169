using System.Net;

namespace BalloonExporter.Tests.Web;

/// <content>Who may see the pages.</content>
public sealed partial class WebConfigTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/metrics")]
    [InlineData("/-/healthy")]
    [InlineData("/absent")]
    public async Task Every_page_asks_for_a_user(string path)
    {
        await using var exporter = await StartAsync(Users);

        using var without = await exporter.Http.GetAsync(new Uri(path, UriKind.Relative));
        using var with = await SendAsync(exporter, HttpMethod.Get, path, Basic("alice", "wonderland"));

        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        Assert.Equal("Basic", without.Headers.WwwAuthenticate.ToString());
        Assert.Equal(path == "/absent" ? HttpStatusCode.NotFound : HttpStatusCode.OK, with.StatusCode);
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("Basic !")]
    [InlineData("Basic YWxpY2U=")]
    [InlineData("Bearer wonderland")]
    public async Task What_is_no_user_is_refused(string authorization)
    {
        await using var exporter = await StartAsync(Users);

        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(exporter, HttpMethod.Get, "/metrics", authorization)).StatusCode);
    }

    [Fact]
    public async Task A_user_who_may_look_may_not_post_feedback_even_where_no_user_may()
    {
        await using var exporter = await StartAsync(Users);

        Assert.Equal(HttpStatusCode.Unauthorized, (await PostFeedbackAsync(exporter, Basic("alice", "wrong"))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostFeedbackAsync(exporter, "Bearer ")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostFeedbackAsync(exporter, Basic("alice", "wonderland"))).StatusCode);
    }

    [Fact]
    public async Task A_user_taken_out_of_the_file_is_out()
    {
        await using var exporter = await StartAsync(Users);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(exporter, HttpMethod.Get, "/metrics", Basic("alice", "wonderland"))).StatusCode);

        Write(Users.Replace("alice", "bob", StringComparison.Ordinal) + "# longer\n");

        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(exporter, HttpMethod.Get, "/metrics", Basic("alice", "wonderland"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(exporter, HttpMethod.Get, "/metrics", Basic("bob", "wonderland"))).StatusCode);
    }

    [Fact]
    public async Task A_file_that_became_wrong_closes_everything_until_it_is_repaired()
    {
        await using var exporter = await StartAsync("{}\n");

        Write("basic_auth_users: {alice: plain}\n");
        using var closed = await exporter.Http.GetAsync(new Uri("/metrics", UriKind.Relative));
        Write("{}\n");
        using var open = await exporter.Http.GetAsync(new Uri("/metrics", UriKind.Relative));

        Assert.Equal(HttpStatusCode.InternalServerError, closed.StatusCode);
        Assert.Equal("", await closed.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
    }

    [Fact]
    public async Task A_password_changed_without_another_size_and_time_counts_at_once()
    {
        await using var exporter = await StartAsync(Users);
        var file = Path.Combine(_folder, "web.yml");
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(exporter, HttpMethod.Get, "/metrics", Basic("alice", "wonderland"))).StatusCode);
        var written = File.GetLastWriteTimeUtc(file);

        Write($"basic_auth_users:\n  alice: {BCrypt.Net.BCrypt.HashPassword("looking-glass", 4)}\n");
        File.SetLastWriteTimeUtc(file, written);

        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(exporter, HttpMethod.Get, "/metrics", Basic("alice", "wonderland"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(exporter, HttpMethod.Get, "/metrics", Basic("alice", "looking-glass"))).StatusCode);
    }

    [Fact]
    public async Task A_guesser_has_to_wait_and_a_recently_right_password_passes_from_the_same_address()
    {
        await using var exporter = await StartAsync(Users);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(exporter, HttpMethod.Get, "/metrics", Basic("alice", "wonderland"))).StatusCode);

        HttpResponseMessage refused;
        var tries = 0;
        do
            refused = await SendAsync(exporter, HttpMethod.Get, "/metrics", Basic("alice", $"guess {tries}"));
        while (refused.StatusCode == HttpStatusCode.Unauthorized && ++tries < 100);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 6);
        Assert.InRange(tries, 10, 20);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(exporter, HttpMethod.Get, "/metrics", Basic("alice", "wonderland"))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(exporter, HttpMethod.Get, "/metrics", null)).StatusCode);
    }

    [Fact]
    public async Task Requests_beyond_the_rate_limit_are_told_to_wait()
    {
        await using var exporter = await StartAsync("rate_limit: {interval: 1h, burst: 3}\n");

        var answers = new List<HttpResponseMessage>();
        for (var request = 0; request < 5; request++)
            answers.Add(await SendAsync(exporter, HttpMethod.Get, "/-/healthy", null));

        Assert.Equal([200, 200, 200, 429, 429], answers.Select(answer => (int)answer.StatusCode));
        Assert.InRange(answers[^1].Headers.RetryAfter!.Delta!.Value.TotalMinutes, 50, 60);
    }
}
