using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace BalloonExporter.Fuzz.Http;

/// <summary>The exporter under attack: in act mode on libvirt's test driver, which lives in its process.</summary>
internal sealed class FuzzedExporter : IAsyncDisposable
{
    private const int KeptLines = 40;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly HttpClient _http;
    private readonly Queue<string> _lines = new();

    private FuzzedExporter(Process process, IPEndPoint address)
    {
        _process = process;
        Address = address;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"http://{address}"), Timeout = TimeSpan.FromSeconds(10) };
    }

    public IPEndPoint Address { get; }

    public bool HasExited => _process.HasExited;

    public string Log
    {
        get
        {
            lock (_lines)
                return string.Join('\n', _lines);
        }
    }

    public long ResidentBytes
    {
        get
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
        }
    }

    public static async Task<FuzzedExporter> StartAsync(string binary, string folder, string token)
    {
        var tokenFile = Path.Combine(folder, "token");
        await File.WriteAllTextAsync(tokenFile, token + "\n");
        var address = new IPEndPoint(IPAddress.Loopback, FreePort());
        var start = new ProcessStartInfo(
            binary, ["--mode=act", "--libvirt.uri=test:///default", $"--web.listen-address={address}", $"--feedback.token-file={tokenFile}", $"--pause.file={folder}/pause", $"--runtime.path={folder}/run"])
        {
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        var exporter = new FuzzedExporter(Process.Start(start)!, address);
        exporter._process.ErrorDataReceived += (_, line) => exporter.Keep(line.Data);
        exporter._process.BeginErrorReadLine();
        var watch = Stopwatch.StartNew();
        while (await exporter.ProblemAsync(long.MaxValue) is { } problem)
        {
            if (watch.Elapsed > StartLimit)
            {
                await exporter.DisposeAsync();
                throw new InvalidOperationException($"the exporter did not start: {problem}\n{exporter.Log}");
            }

            await Task.Delay(100);
        }

        return exporter;
    }

    /// <summary>What is wrong with it; null: it is well.</summary>
    public async Task<string?> ProblemAsync(long residentLimit)
    {
        if (_process.HasExited)
            return $"the exporter ended with code {_process.ExitCode}";
        try
        {
            using var answer = await _http.GetAsync(new Uri("/-/healthy", UriKind.Relative));
            if (!answer.IsSuccessStatusCode)
                return $"/-/healthy answers {(int)answer.StatusCode}";
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return $"/-/healthy does not answer: {exception.Message}";
        }

        return ResidentBytes > residentLimit ? $"{ResidentBytes >> 20} MiB are resident" : null;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (_lines)
        {
            if (_lines.Count == KeptLines)
                _lines.Dequeue();
            _lines.Enqueue(line ?? "");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
