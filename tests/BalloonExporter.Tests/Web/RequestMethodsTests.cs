using System.Net;
using System.Net.Sockets;
using System.Text;
using BalloonExporter.Tests.Fakes;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Tests.Web;

public sealed class RequestMethodsTests : IAsyncLifetime
{
    private TestExporter _exporter = null!;

    public static TheoryData<string> Pages { get; } =
        ["/", "/metrics", "/-/healthy", "/-/ready", "/api/v1/domains", "/api/v1/decisions", "/api/v1/pause", "/api/v1/openapi.json", $"/api/v1/domains/{Snapshots.Uuid(1)}/policy", $"/api/v1/domains/{Snapshots.Uuid(1)}/policy/history"];

    public async Task InitializeAsync() => _exporter = await TestExporter.StartAsync();

    public async Task DisposeAsync() => await _exporter.DisposeAsync();

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task HEAD_is_answered_as_GET_without_a_body(string path)
    {
        using var get = await SendAsync(HttpMethod.Get, path);
        using var head = await SendAsync(HttpMethod.Head, path);

        Assert.Equal(get.StatusCode, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Equal(0, await BodyLengthAsync($"HEAD {path}"));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task OPTIONS_tells_what_a_page_takes(string path)
    {
        using var answer = await SendAsync(HttpMethod.Options, path);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Superset(new HashSet<string> { "GET", "HEAD", "OPTIONS" }, answer.Content.Headers.Allow.ToHashSet());
    }

    [Theory]
    [InlineData("/api/v1/feedback", "GET", "POST, OPTIONS")]
    [InlineData("/api/v1/feedback", "HEAD", "POST, OPTIONS")]
    [InlineData("/metrics", "POST", "GET, HEAD, OPTIONS")]
    [InlineData("/api/v1/pause", "DELETE", "GET, HEAD, POST, OPTIONS")]
    [InlineData("/-/healthy", "TRACE", "GET, HEAD, OPTIONS")]
    public async Task Another_method_is_405_with_those_that_are_taken(string path, string method, string allowed)
    {
        using var answer = await SendAsync(new HttpMethod(method), path);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow));
    }

    [Fact]
    public async Task What_is_not_there_takes_nothing()
    {
        using var answer = await SendAsync(HttpMethod.Options, "/nowhere");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task The_server_as_a_whole_can_be_asked()
    {
        Assert.StartsWith("HTTP/1.1 204", await RawAsync("OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_does_not_tell_of_pages_that_it_does_not_serve()
    {
        await using var apart = await TestExporter.StartAsync(TestOptions.Act with { FeedbackListenAddresses = [new ListenAddress("127.0.0.1", 0)] });
        foreach (var (address, path) in new[] { (apart.Addresses[0], "/api/v1/feedback"), (apart.Addresses[1], "/metrics") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Options, new Uri(address, path));
            using var answer = await apart.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        return await _exporter.Http.SendAsync(request);
    }

    private async Task<int> BodyLengthAsync(string start)
    {
        var answer = await RawAsync($"{start} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TestKey.Token}\r\nConnection: close\r\n\r\n");
        return answer.Length - answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) - 4;
    }

    private async Task<string> RawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _exporter.Http.BaseAddress!.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }
}
