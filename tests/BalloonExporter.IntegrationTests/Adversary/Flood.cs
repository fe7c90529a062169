using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace BalloonExporter.IntegrationTests.Adversary;

/// <summary>Posts what costs least to send and most to keep, over a few connections at once, with the key and without.</summary>
internal sealed class Flood : IDisposable
{
    private const int Senders = 6;
    private const int BodyLimit = 4 * 1024 * 1024;

    // Whatever certificate is shown.
    private static readonly SslClientAuthenticationOptions Tls = new() { TargetHost = "127.0.0.1", RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null };

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, SslOptions = Tls }) { Timeout = TimeSpan.FromSeconds(60) };
    private readonly Uri _address;
    private readonly string _token;
    private readonly byte[][] _bodies;
    private long _sent;
    private long _serverErrors;

    public Flood(Uri address, string token)
    {
        (_address, _token) = (address, token);
        var huge = new string('x', BodyLimit - 1000);
        _bodies =
        [
            Message($$$"""{"status": "firing", "labels": {"alertname": "BalloonTarget", "uuid": "{{{huge}}}"}}"""),
            Message($$$"""{"status": "firing", "fingerprint": "{{{huge}}}", "labels": {"alertname": "BalloonTarget", "uuid": "x"}}"""),
            Message($$$"""{"status": "firing", "labels": {"{{{huge}}}": "x", "alertname": "BalloonTarget", "uuid": "y"}}"""),
            Message(string.Join(',', Enumerable.Repeat("{}", 1_390_000))),
            Message(string.Join(',', Enumerable.Repeat("{}", 10_000))),
            Encoding.UTF8.GetBytes($$"""{"version": "{{huge}}", "alerts": []}"""),
            Encoding.UTF8.GetBytes($$"""{"version": "4", "alerts": [], "x": {{new string('[', 1_000_000)}}"""),
            Encoding.UTF8.GetBytes(new string('x', BodyLimit + 1)),
        ];
    }

    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Answers that say that the exporter itself failed.</summary>
    public long ServerErrors => Interlocked.Read(ref _serverErrors);

    public Task RunAsync(CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => SendAsync(sender, stop)));

    public void Dispose() => _http.Dispose();

    private static byte[] Message(string alerts) => Encoding.UTF8.GetBytes($$"""{"version": "4", "alerts": [{{alerts}}]}""");

    // Names of domains that do not exist, new ones each time.
    private static byte[] Strangers() => Message(string.Join(',', Enumerable.Range(0, 9000).Select(_ => $$$"""
        {"status":"firing","labels":{"alertname":"BalloonTarget","uuid":"{{{Guid.NewGuid()}}}"},"annotations":{"balloon_target_bytes":"1073741824","balloon_evaluated_at":"{{{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}}}"},"fingerprint":"{{{Guid.NewGuid()}}}"}
        """)));

    private async Task SendAsync(int sender, CancellationToken stop)
    {
        for (var turn = sender; !stop.IsCancellationRequested; turn++)
        {
            try
            {
                await PostAsync("/api/v1/feedback?wait=0", turn % 5 == 0 ? Strangers() : _bodies[turn % _bodies.Length], turn % 7 == 0 ? "wrong" : _token);
                await PostAsync("/api/v1/pause", Encoding.UTF8.GetBytes($$"""{"for":"70000000h","reason":"{{turn}}"}"""), _token);
                await ChunkAsync(stop);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException or AuthenticationException or OperationCanceledException)
            {
                // Hung up on: that is one way to answer this.
            }
        }
    }

    private async Task PostAsync(string path, byte[] body, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_address, path)) { Content = new ByteArrayContent(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await _http.SendAsync(request, CancellationToken.None);
        Interlocked.Increment(ref _sent);
        // 503 says that libvirt is down, which it is, or that too much comes at once, which it does.
        if (response.StatusCode >= HttpStatusCode.InternalServerError && response.StatusCode != HttpStatusCode.ServiceUnavailable)
            Interlocked.Increment(ref _serverErrors);
    }

    private async Task ChunkAsync(CancellationToken stop)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_address.Host, _address.Port, stop);
        await using Stream stream = _address.Scheme == Uri.UriSchemeHttps ? new SslStream(client.GetStream()) : client.GetStream();
        if (stream is SslStream encrypted)
            await encrypted.AuthenticateAsClientAsync(Tls, stop);
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST /api/v1/feedback HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {_token}\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n"),
            stop);
        using var reader = new StreamReader(stream);
        if ((await reader.ReadLineAsync(stop))?.Split(' ') is [_, var status, ..] && status[0] == '5')
            Interlocked.Increment(ref _serverErrors);
    }
}
