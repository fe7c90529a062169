using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace BalloonExporter.Lab.Soak;

/// <summary>The exporter as a soak runs it: acting, over TLS, with a clock that can be set, its log and its state on a disk that can be filled.</summary>
internal sealed class SoakedExporter : IAsyncDisposable
{
    public const int FloorMib = 300;

    private const string LogVariable = "BALLOON_SOAK_LOG";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);

    private readonly ChildProcess _process;
    private readonly SoakKeys _keys;

    private SoakedExporter(ChildProcess process, Uri address, string log, SoakKeys keys)
    {
        _process = process;
        _keys = keys;
        Address = address;
        LogFile = log;
        Http = NewClient();
    }

    public Uri Address { get; }

    /// <summary>Everything that it wrote to stderr.</summary>
    public string LogFile { get; }

    public HttpClient Http { get; }

    public int ProcessId => _process.Id;

    public bool HasExited => _process.HasExited;

    public static async Task<SoakedExporter> StartAsync(LabFolder folder, string binary, string uri, SoakKeys keys, FakedClock clock, SmallDisk disk)
    {
        var address = new Uri($"https://127.0.0.1:{FreePort.Find()}/");
        var log = Path.Combine(disk.Path, "exporter.log");
        string[] command =
        [
            // The file itself is its stderr: a pipe to this process would never be full.
            "sh", "-c", $"exec \"$0\" \"$@\" 2>>\"${LogVariable}\"",
            binary, $"--libvirt.uri={uri}", "--mode=act", $"--web.listen-address={address.Authority}", $"--web.config.file={keys.WebConfigFile}",
            $"--feedback.token-file={keys.TokenFile}", "--policy.grace=8s", "--policy.pacing=0s", $"--policy.floor={FloorMib}MiB", $"--state.path={disk.Path}/state",
            $"--pause.file={folder.PathOf("soak-pause")}", $"--runtime.path={folder.PathOf("soak-run")}", "--api.socket=off",
        ];
        var environment = new Dictionary<string, string>(clock.Environment) { [LogVariable] = log };
        var process = await ChildProcess.StartAsync(folder, "soaked-exporter", command, environment);
        var exporter = new SoakedExporter(process, address, log, keys);
        await process.WaitUntilAsync("healthy answer", exporter.IsHealthyAsync, StartLimit);
        return exporter;
    }

    /// <summary>A client that keeps connections of its own, takes any certificate that was ever made for this exporter, and knows the password.</summary>
    /// <param name="seen">Told the thumbprint of each one that is shown.</param>
    /// <param name="from">The address it comes from.</param>
    public HttpClient NewClient(Action<string>? seen = null, IPAddress? from = null) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (context, cancel) => new NetworkStream(await ConnectAsync(context.DnsEndPoint, from ?? IPAddress.Loopback, cancel), ownsSocket: true),
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            {
                var thumbprint = certificate!.GetCertHashString();
                seen?.Invoke(thumbprint);
                return _keys.WasMade(thumbprint);
            },
        },
    })
    {
        BaseAddress = Address,
        Timeout = TimeSpan.FromSeconds(15),
        DefaultRequestHeaders = { Authorization = BasicOf(SoakKeys.User, SoakKeys.Password) },
    };

    public static AuthenticationHeaderValue BasicOf(string user, string password) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    public async Task<MetricsPage> MetricsAsync() => MetricsPage.Parse(await Http.GetStringAsync(new Uri("/metrics", UriKind.Relative)));

    public async Task<HttpAnswer> PostFeedbackAsync(string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/feedback?wait=8s", UriKind.Relative));
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _keys.Token);
        using var response = await Http.SendAsync(request);
        return new HttpAnswer(response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public string LogTail(int lines = 30) => string.Join('\n', File.ReadLines(LogFile).TakeLast(lines).Select(line => string.Create(CultureInfo.InvariantCulture, $"  | {line}")));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _process.DisposeAsync();
    }

    private static async Task<Socket> ConnectAsync(DnsEndPoint to, IPAddress from, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(from, 0));
            await socket.ConnectAsync(to, cancel);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<bool> IsHealthyAsync(CancellationToken cancel)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri("/-/healthy", UriKind.Relative), cancel);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
