using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using BalloonExporter.Tests.Web;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Api;

/// <summary>Ten thousand wrong requests over real connections: no error of the exporter, nothing moved, and the next good one is served.</summary>
public sealed class FuzzTests : IAsyncLifetime
{
    private const int Bodies = 8000;
    private const int Heads = 2000;

    private static readonly string[] Paths =
        ["/api/v1/feedback", "/api/v1/pause", "/api/v1/resume", "/api/v1/starts", "/api/v1/decisions", "/api/v1/domains", $"/api/v1/domains/{Uuid(1)}/policy", "/metrics", "/"];

    private TestExporter _exporter = null!;

    public async Task InitializeAsync() => _exporter = await TestExporter.StartAsync();

    public async Task DisposeAsync() => await _exporter.DisposeAsync();

    [Fact]
    public async Task Wrong_bodies_are_no_error_and_move_nothing()
    {
        // Its target is below the floor: what is still understood is refused by a guard-rail.
        var messages = new MutatedMessages(20260504, Payload.Read("later-additions.json").Replace("4085252096", "1048576", StringComparison.Ordinal));
        var bodies = Enumerable.Range(0, Bodies).Select(_ => messages.Next()).ToList();
        var statuses = new ConcurrentDictionary<HttpStatusCode, int>();

        await Parallel.ForEachAsync(bodies, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (body, cancellation) =>
        {
            using var content = new ByteArrayContent(body);
            using var response = await _exporter.Http.PostAsync(new Uri("/api/v1/feedback", UriKind.Relative), content, cancellation);
            statuses.AddOrUpdate(response.StatusCode, 1, (_, count) => count + 1);
        });

        Assert.Empty(statuses.Keys.Except([HttpStatusCode.OK, HttpStatusCode.BadRequest]));
        // Neither all understood nor all thrown away at the first letter.
        Assert.All(statuses.Values, count => Assert.True(count > Bodies / 20));
        await AssertUnharmedAsync();
    }

    [Fact]
    public async Task Wrong_heads_are_no_error_and_move_nothing()
    {
        var random = new Random(20260505);
        var heads = Enumerable.Range(0, Heads).Select(_ => Head(random)).ToList();
        var statuses = new ConcurrentDictionary<string, int>();

        await Parallel.ForEachAsync(heads, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (head, _) =>
            statuses.AddOrUpdate(await StatusAsync(head), 1, (_, count) => count + 1));

        // 505 is what a request for HTTP/9.9 deserves; who is hung up on gets no status.
        Assert.DoesNotContain(statuses.Keys, status => status.StartsWith('5') && status != "505");
        Assert.True(statuses.Count > 4, string.Join(' ', statuses.Keys));
        await AssertUnharmedAsync();
    }

    private static byte[] Head(Random random)
    {
        var method = Pick("POST", "POST", "POST", "GET", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "post", "P\0ST", "");
        var path = Pick(Paths) + Pick("", "", "", "?wait=1h", "?wait=%00", "?limit=99999999999999999999", "?reason=%ff", "/../../x", "?" + new string('x', 9000));
        var version = Pick("HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/9.9", "");
        var head = new StringBuilder($"{method} {path} {version}\r\n");
        foreach (var header in (string[])[
            Pick("Host: localhost", "Host: localhost", "Host: localhost", "Host: ", "Host: a\r\nHost: b", "X: y"),
            Pick("Content-Length: 2", "Content-Length: 2", "Content-Length: -1", "Content-Length: 99999999999999999999", "Content-Length: 2\r\nContent-Length: 3", "Transfer-Encoding: chunked", "Transfer-Encoding: gzip", "X: y"),
            Pick("Authorization: Bearer", "Authorization: Basic !!!", $"Authorization: Bearer {new string('a', random.Next(1, 9000))}", "Authorization: \u0001", "X: y"),
            Pick("Content-Type: application/json", "Content-Type: ;;;", "Content-Encoding: gzip", "Expect: 100-continue", "Origin: null", "Connection: Upgrade", "X: y"),
            string.Join("\r\n", Enumerable.Range(0, random.Next(0, 90)).Select(number => $"X-{number}: {new string('z', random.Next(0, 50))}")),
        ])
            head.Append(header.Length > 0 ? header + "\r\n" : "");
        head.Append(Pick("\r\n", "\r\n", "\r\n", "\n", "")).Append(Pick("{}", "{}", "{", "2\r\n{}\r\n0\r\n\r\n", "zz\r\n"));
        return Encoding.Latin1.GetBytes(head.ToString());

        string Pick(params string[] choices) => choices[random.Next(choices.Length)];
    }

    private async Task<string> StatusAsync(byte[] head)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _exporter.Http.BaseAddress!.Port);
        var stream = client.GetStream();
        try
        {
            await stream.WriteAsync(head);
            // Nothing more comes: the server need not wait for it.
            client.Client.Shutdown(SocketShutdown.Send);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            var line = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
            return line?.Split(' ') is [_, var status, ..] ? status : "none";
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // Hung up on before all was said.
            return "none";
        }
    }

    private async Task AssertUnharmedAsync()
    {
        Assert.Empty(_exporter.Balloon.Calls);
        Assert.DoesNotContain(_exporter.Log.Entries, entry => entry.Exception is not null);
        // A wrong request may have paused: that is what a right one may do.
        using var resumed = await _exporter.Http.PostAsync(new Uri("/api/v1/resume", UriKind.Relative), null);
        _exporter.Reader.Reads(Host(Domain(1), Domain(2)));
        using var message = new StringContent(Payload.Read("0.25-firing.json"));
        using var response = await _exporter.Http.PostAsync(new Uri("/api/v1/feedback", UriKind.Relative), message);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(_exporter.Balloon.Calls.Count == 2, await response.Content.ReadAsStringAsync());
    }
}
