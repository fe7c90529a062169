using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace BalloonExporter.Lab;

/// <summary>A running balloon-exporter: the published binary, or any other build of it.</summary>
public sealed class ExporterProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly string _tokenFile;

    private ExporterProcess(ChildProcess process, Uri address, string tokenFile)
    {
        _process = process;
        _tokenFile = tokenFile;
        Address = address;
    }

    public Uri Address { get; }

    public Uri FeedbackAddress => new(Address, "/api/v1/feedback");

    public int ProcessId => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Null while it runs.</summary>
    public int? ExitCode => _process.ExitCode;

    /// <summary>All it has written so far, with times.</summary>
    public IReadOnlyList<LogLine> Lines => _process.Lines;

    public string LogTail => _process.Tail();

    public long ResidentBytes => ProcFile.ResidentBytes(ProcessId) ?? throw new LabException($"the exporter is gone\n{LogTail}");

    /// <summary>Raised for each line it writes.</summary>
    public event Action<LogLine> LineWritten
    {
        add => _process.LineWritten += value;
        remove => _process.LineWritten -= value;
    }

    /// <summary>Returns when its health page answers.</summary>
    public static async Task<ExporterProcess> StartAsync(
        LabFolder folder,
        string binary,
        ExporterOptions options,
        CancellationToken cancel = default)
    {
        var address = new Uri($"{(options.TlsConfigFile is null ? "http" : "https")}://127.0.0.1:{options.Port ?? FreePort.Find()}/");
        var arguments = new List<string>(options.Launcher) { binary, $"--libvirt.uri={options.LibvirtUri}", $"--mode={options.Mode}", $"--web.listen-address={address.Authority}" };
        arguments.Add($"--state.path={options.StatePath ?? folder.PathOf($"state-{address.Port}")}");
        AddUnlessNull("--host.memory-budget", options.Budget);
        AddUnlessNull("--web.config.file", options.TlsConfigFile);
        // Nothing is changed without a key, not on loopback either.
        var token = options.TokenFile ?? await folder.WriteAsync($"exporter-{address.Port}-token", RandomNumberGenerator.GetHexString(32, lowercase: true));
        var keys = await folder.WriteAsync($"exporter-{address.Port}-keys.yml", $"- {{name: lab, file: '{token}', may: [read, feedback, policy, pause, restart, force]}}\n");
        arguments.Add($"--api.keys={keys}");
        // The default one is for the exporter that this machine may have.
        arguments.Add($"--api.socket={options.ApiSocket ?? "off"}");
        AddUnlessNull("--policy.grace", options.Grace);
        AddUnlessNull("--policy.floor", options.Floor);
        // A lab leaves nothing behind: not in the machine's own folder either.
        if (!options.Arguments.Any(argument => argument.StartsWith("--runtime.path", StringComparison.Ordinal)))
            arguments.Add($"--runtime.path={folder.PathOf("run-exporter")}");
        arguments.AddRange(options.Arguments);
        var process = await ChildProcess.StartAsync(folder, $"exporter-{address.Port}", arguments, options.Environment);
        try
        {
            await process.WaitUntilAsync(
                "healthy answer",
                stop => LabHttp.AnswersAsync(new Uri(address, "/-/healthy"), stop),
                TimeSpan.FromSeconds(20),
                cancel);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }

        return new ExporterProcess(process, address, token);

        void AddUnlessNull(string flag, string? value)
        {
            if (value is not null)
                arguments.Add($"{flag}={value}");
        }
    }

    public async Task<MetricsPage> MetricsAsync(CancellationToken cancel = default)
    {
        try
        {
            return MetricsPage.Parse(await LabHttp.Client.GetStringAsync(new Uri(Address, "/metrics"), cancel));
        }
        catch (HttpRequestException exception) when (_process.HasExited)
        {
            throw new LabException($"the exporter ended with code {ExitCode}: {exception.Message}\n{LogTail}");
        }
    }

    /// <summary>Delivers a body as Alertmanager would, with the key the exporter was started with, and waits for the verdicts.</summary>
    public async Task<HttpAnswer> PostFeedbackAsync(string body, CancellationToken cancel = default) =>
        await PostFeedbackAsync(body, await TokenAsync(cancel), cancel);

    /// <summary>The same without waiting for the verdicts, as Alertmanager itself does it.</summary>
    public async Task<HttpAnswer> PostFeedbackAtOnceAsync(string body, CancellationToken cancel = default) =>
        await PostAsync(FeedbackAddress, body, await TokenAsync(cancel), cancel);

    /// <summary>Delivers a body with this token, or with none at all.</summary>
    public Task<HttpAnswer> PostFeedbackAsync(string body, string? token, CancellationToken cancel = default) =>
        PostAsync(new Uri(FeedbackAddress, "?wait=8s"), body, token, cancel);

    /// <summary>Has it take no memory until further notice.</summary>
    public async Task<HttpAnswer> PauseAsync(CancellationToken cancel = default) =>
        await PostAsync(new Uri(Address, "/api/v1/pause"), "", await TokenAsync(cancel), cancel);

    /// <summary>Ends that.</summary>
    public async Task<HttpAnswer> ResumeAsync(CancellationToken cancel = default) =>
        await PostAsync(new Uri(Address, "/api/v1/resume"), "", await TokenAsync(cancel), cancel);

    /// <summary>Status and text of any page, whatever the status is, for a caller with the key.</summary>
    public async Task<HttpAnswer> GetAsync(string path, CancellationToken cancel = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(cancel));
        using var response = await LabHttp.Client.SendAsync(request, cancel);
        return new HttpAnswer(response.StatusCode, await response.Content.ReadAsStringAsync(cancel));
    }

    /// <summary>SIGTERM and wait, as systemd does it.</summary>
    public Task StopAsync() => _process.StopAsync(TimeSpan.FromSeconds(10));

    public Task KillAsync() => _process.KillAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    /// <summary>Any request with a JSON body, for a caller with the key.</summary>
    public async Task<HttpAnswer> SendAsync(HttpMethod method, string path, string body = "", CancellationToken cancel = default)
    {
        using var request = new HttpRequestMessage(method, new Uri(Address, path));
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(cancel));
        using var response = await LabHttp.Client.SendAsync(request, cancel);
        return new HttpAnswer(response.StatusCode, await response.Content.ReadAsStringAsync(cancel));
    }

    private async Task<string> TokenAsync(CancellationToken cancel) =>
        (await File.ReadAllTextAsync(_tokenFile, cancel)).Trim();

    private static async Task<HttpAnswer> PostAsync(Uri address, string body, string? token, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await LabHttp.Client.SendAsync(request, cancel);
        return new HttpAnswer(response.StatusCode, await response.Content.ReadAsStringAsync(cancel));
    }
}
