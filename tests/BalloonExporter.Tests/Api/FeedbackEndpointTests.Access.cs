using System.Net;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Web;

namespace BalloonExporter.Tests.Api;

public sealed partial class FeedbackEndpointTests
{
    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("Bearer wrong", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer ", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer correct-horse-battery-stapl", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer correct-horse-battery-staplecorrect-horse-battery-staple", HttpStatusCode.Unauthorized)]
    [InlineData("Basic correct-horse-battery-staple", HttpStatusCode.Unauthorized)]
    [InlineData("correct-horse-battery-staple", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer correct-horse-battery-staple", HttpStatusCode.OK)]
    [InlineData("bearer correct-horse-battery-staple", HttpStatusCode.OK)]
    public async Task With_a_token_file_only_its_token_is_let_in(string? authorization, HttpStatusCode expected)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "correct-horse-battery-staple\n");
            await using var guarded = await TestExporter.StartAsync(TestOptions.Act with { TokenFile = new FileInfo(file) });
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/feedback", UriKind.Relative)) { Content = new StringContent(Message()) };
            if (authorization is not null)
                request.Headers.TryAddWithoutValidation("Authorization", authorization);

            using var response = await guarded.Http.SendAsync(request);

            Assert.Equal(expected, response.StatusCode);
            var refused = expected == HttpStatusCode.Unauthorized;
            Assert.Equal(refused ? "Bearer" : "", response.Headers.WwwAuthenticate.ToString());
            Assert.Equal(refused ? "1" : "0", await guarded.MetricAsync("balloon_feedback_notifications_total{result=\"unauthorized\"}"));
            Assert.Empty(guarded.Balloon.Calls);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
