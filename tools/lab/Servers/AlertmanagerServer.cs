using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace BalloonExporter.Lab;

/// <summary>An Alertmanager of our own that delivers to one webhook, on loopback.</summary>
public sealed class AlertmanagerServer : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private AlertmanagerServer(ChildProcess process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public int ProcessId => _process.Id;

    public string LogTail => _process.Tail();

    public static async Task<AlertmanagerServer> StartAsync(LabFolder folder, AlertmanagerOptions options, CancellationToken cancel = default)
    {
        var config = await folder.WriteAsync($"{options.Name}.yml", Configuration(options));
        var address = new Uri($"http://127.0.0.1:{options.Port ?? FreePort.Find()}/");
        string[] command =
        [
            EngineFolder.CommandOf("prometheus-alertmanager"),
            $"--config.file={config}",
            $"--storage.path={folder.PathOf($"{options.Name}-data")}",
            $"--web.listen-address={address.Authority}",
            .. Cluster(options),
            "--log.level=warn",
        ];
        var process = await ChildProcess.StartAsync(folder, options.Name, command);
        try
        {
            await process.WaitUntilAsync(
                "readiness",
                stop => LabHttp.AnswersAsync(new Uri(address, "/-/ready"), stop),
                TimeSpan.FromSeconds(30),
                cancel);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }

        return new AlertmanagerServer(process, address);
    }

    public async Task<string> VersionAsync(CancellationToken cancel = default) =>
        (await JsonText.GetAsync(new Uri(Address, "/api/v2/status"), cancel)).GetProperty("versionInfo").GetProperty("version").GetString()!;

    public async Task<IReadOnlyList<ActiveAlert>> AlertsAsync(CancellationToken cancel = default)
    {
        var answer = await JsonText.GetAsync(new Uri(Address, "/api/v2/alerts"), cancel);
        return [.. answer.EnumerateArray().Select(alert => new ActiveAlert(
            alert.GetProperty("status").GetProperty("state").GetString()!,
            alert.GetProperty("startsAt").GetDateTimeOffset(),
            JsonText.Labels(alert.GetProperty("labels")),
            JsonText.Labels(alert.GetProperty("annotations"))))];
    }

    /// <summary>Hands in an alert as Prometheus does, and as any client that reaches this interface can.</summary>
    public Task PostAlertAsync(
        IReadOnlyDictionary<string, string> labels,
        IReadOnlyDictionary<string, string> annotations,
        DateTimeOffset? endsAt = null,
        CancellationToken cancel = default)
    {
        var alert = new Dictionary<string, object> { ["labels"] = labels, ["annotations"] = annotations };
        if (endsAt is { } end)
            alert["endsAt"] = end;
        return PostAsync("/api/v2/alerts", new[] { alert }, cancel);
    }

    /// <summary>A silence on exact label values, with which an operator stops the plan.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> SilenceAsync(IReadOnlyDictionary<string, string> labels, TimeSpan time, CancellationToken cancel = default)
    {
        var now = TimeProvider.System.GetUtcNow();
        var silence = new
        {
            matchers = labels.Select(pair => new { name = pair.Key, value = pair.Value, isRegex = false, isEqual = true }),
            startsAt = now,
            endsAt = now + time,
            createdBy = "lab",
            comment = "lab",
        };
        return (await PostAsync("/api/v2/silences", silence, cancel)).GetProperty("silenceID").GetString()!;
    }

    /// <summary>Whether it knows of an active silence, posted here or at another one of its cluster.</summary>
    public async Task<bool> HasSilenceAsync(string id, CancellationToken cancel = default)
    {
        var silences = await JsonText.GetAsync(new Uri(Address, "/api/v2/silences"), cancel);
        return silences.EnumerateArray().Any(silence =>
            silence.GetProperty("id").GetString() == id && silence.GetProperty("status").GetProperty("state").GetString() == "active");
    }

    /// <summary>Ends a silence before its time.</summary>
    public async Task ExpireSilenceAsync(string id, CancellationToken cancel = default)
    {
        var address = new Uri(Address, $"/api/v2/silence/{id}");
        using var response = await LabHttp.Client.DeleteAsync(address, cancel);
        await JsonText.ReadAsync(response, address, cancel);
    }

    /// <summary>SIGKILL, as a crash.</summary>
    public Task KillAsync() => _process.KillAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    // Deliveries of the second in a cluster wait for the first to have made them: its own default of 15 s outlasts a test.
    private static IEnumerable<string> Cluster(AlertmanagerOptions options) => options.ClusterPort is not { } port
        ? ["--cluster.listen-address="]
        : [
            $"--cluster.listen-address=127.0.0.1:{port}", $"--cluster.advertise-address=127.0.0.1:{port}", "--cluster.peer-timeout=3s",
            "--cluster.settle-timeout=2s", "--cluster.gossip-interval=100ms", .. options.Peer is { } peer ? (string[])[$"--cluster.peer=127.0.0.1:{peer}"] : [],
        ];

    private async Task<JsonElement> PostAsync(string path, object body, CancellationToken cancel)
    {
        var address = new Uri(Address, path);
        using var content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using var response = await LabHttp.Client.PostAsync(address, content, cancel);
        return await JsonText.ReadAsync(response, address, cancel);
    }

    private static string Configuration(AlertmanagerOptions options)
    {
        var text = File.ReadAllText(options.Template);
        Set("url", options.Webhook.ToString());
        Set("credentials_file", options.TokenFile);
        Set("group_wait", Milliseconds(options.GroupWait));
        Set("group_interval", Milliseconds(options.GroupInterval));
        Set("repeat_interval", Milliseconds(options.RepeatInterval));
        return text;

        void Set(string key, string value)
        {
            var line = new Regex($@"^( *(?:- )?{key}: ).*$", RegexOptions.Multiline);
            if (line.Count(text) != 1)
                throw new LabException($"{options.Template}: {key} must stand there exactly once for the lab to set it");
            text = line.Replace(text, match => match.Groups[1].Value + value);
        }
    }

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0}ms");
}
