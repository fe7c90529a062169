using System.Net;
using System.Net.Sockets;
using System.Text;
using BalloonExporter.Tests.Fakes;
using Microsoft.Extensions.Logging;

namespace BalloonExporter.Tests.Web;

/// <summary>No page answers 500, whatever it is sent.</summary>
public sealed class MalformedRequestTests : IAsyncLifetime
{
    private static readonly string[] Chunks =
    [
        "FFFFFFFFFFFFFFFFFFFF\r\n", "80000000\r\n", "-1\r\n", "zz\r\n", "\r\n", "2\r\n{}x\r\n", "2\r\n{}\r\nzz\r\n",
    ];

    private TestExporter _exporter = null!;

    public static IEnumerable<object[]> BadChunks { get; } =
        from start in (string[])["POST /api/v1/feedback", "POST /api/v1/pause", $"PUT /api/v1/domains/{Snapshots.Uuid(1)}/policy"]
        from chunk in Chunks
        select new object[] { start, chunk };

    public static TheoryData<string> Bodies { get; } =
    [
        """{"for":"70000000h"}""", """{"for":"2147483647h"}""", """{"for":"99999999999999999999h"}""", """{"for":""}""", """{"for":"-1h"}""", """{"reason":5}""",
        "[]", "null", "5", "{", "\u0000", """{"reason":"\ud800"}""", """{"\ud800":1}""", "{\"a\":" + new string('[', 3000), """{"for":null,"for":"1h","for":{}}""",
        """{"floor":"99999999999999999999999999TiB"}""", """{"floor":"1e400"}""", """{"ceiling":"NaN%"}""", """{"ceiling":"Infinity%"}""", """{"shares":1e400}""",
        """{"shares":99999999999}""", """{"shares":-1}""", """{"enabled":"yes"}""", """{"version":"4","alerts":[],"truncatedAlerts":1e999}""",
        """{"version":"4","alerts":[{"labels":{"uuid":"\ud800"}}]}""",
    ];

    public async Task InitializeAsync() => _exporter = await TestExporter.StartAsync();

    public async Task DisposeAsync() => await _exporter.DisposeAsync();

    [Theory]
    [MemberData(nameof(BadChunks))]
    public async Task A_chunk_that_is_none_is_400(string start, string chunk)
    {
        var status = await StatusAsync($"{start} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TestKey.Token}\r\nTransfer-Encoding: chunked\r\n\r\n{chunk}");

        Assert.Equal("400", status);
        Assert.DoesNotContain(_exporter.Log.Entries, entry => entry.Level >= LogLevel.Error);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_that_says_nothing_of_use_is_400_and_changes_nothing(string body)
    {
        foreach (var (method, path) in new[]
        {
            (HttpMethod.Post, "/api/v1/feedback"), (HttpMethod.Post, "/api/v1/pause"), (HttpMethod.Put, $"/api/v1/domains/{Snapshots.Uuid(1)}/policy"),
        })
        {
            using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = new StringContent(body) };
            using var response = await _exporter.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }

        Assert.False(_exporter.Pause.IsPaused);
    }

    [Fact]
    public async Task An_error_quotes_no_more_than_a_person_reads()
    {
        using var response = await _exporter.Http.GetAsync(new Uri($"/api/v1/decisions?{string.Join('&', Enumerable.Range(0, 700).Select(number => $"key{number}=x"))}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.InRange((await response.Content.ReadAsStringAsync()).Length, 100, 1100);
    }

    private async Task<string?> StatusAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _exporter.Http.BaseAddress!.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream);
        return (await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)))?.Split(' ')[1];
    }
}
