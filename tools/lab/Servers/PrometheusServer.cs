using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace BalloonExporter.Lab;

/// <summary>A Prometheus of our own with the project's rules, on loopback.</summary>
public sealed partial class PrometheusServer : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private readonly string _rules;

    private PrometheusServer(ChildProcess process, Uri address, string rules)
    {
        _process = process;
        Address = address;
        _rules = rules;
    }

    public Uri Address { get; }

    public int ProcessId => _process.Id;

    public string LogTail => _process.Tail();

    public static async Task<PrometheusServer> StartAsync(LabFolder folder, PrometheusOptions options, CancellationToken cancel = default)
    {
        var rules = Directory.CreateDirectory(folder.PathOf("rules"));
        foreach (var file in options.RuleFiles ?? ShippedRules())
        {
            var text = GroupInterval().Replace(await File.ReadAllTextAsync(file, cancel), "");
            await File.WriteAllTextAsync(Path.Combine(rules.FullName, Path.GetFileName(file)), text, cancel);
        }

        var config = await folder.WriteAsync("prometheus.yml", Configuration(options, rules.FullName));
        var address = new Uri($"http://127.0.0.1:{options.Port ?? FreePort.Find()}/");
        string[] command =
        [
            EngineFolder.CommandOf("prometheus"),
            $"--config.file={config}",
            $"--storage.tsdb.path={folder.PathOf("prometheus-data")}",
            $"--web.listen-address={address.Authority}",
            $"--rules.alert.resend-delay={Seconds(options.ResendDelay)}",
            "--web.enable-lifecycle",
            "--log.level=warn",
        ];
        var process = await ChildProcess.StartAsync(folder, "prometheus", command);
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

        return new PrometheusServer(process, address, rules.FullName);
    }

    /// <summary>An instant query; an instant vector or a scalar.</summary>
    public async Task<IReadOnlyList<Sample>> QueryAsync(string promql, CancellationToken cancel = default)
    {
        var answer = await JsonText.GetAsync(new Uri(Address, $"/api/v1/query?query={Uri.EscapeDataString(promql)}"), cancel);
        var data = answer.GetProperty("data");
        var result = data.GetProperty("result");
        if (data.GetProperty("resultType").GetString() == "scalar")
            return [new Sample("", new Dictionary<string, string>(), MetricsPage.ParseValue(result[1].GetString()!))];
        return [.. result.EnumerateArray().Select(ReadSample)];
    }

    /// <summary>The bare data of an instant query's answer.</summary>
    public async Task<JsonElement> AskAsync(string promql, DateTimeOffset at, CancellationToken cancel = default)
    {
        var answer = await JsonText.GetAsync(new Uri(Address, $"/api/v1/query?query={Uri.EscapeDataString(promql)}&time={at.ToUnixTimeSeconds()}"), cancel);
        return answer.GetProperty("data");
    }

    /// <summary>The bare data of a range query's answer.</summary>
    public async Task<JsonElement> AskAsync(string promql, DateTimeOffset from, DateTimeOffset to, TimeSpan step, CancellationToken cancel = default)
    {
        var query = $"query={Uri.EscapeDataString(promql)}&start={from.ToUnixTimeSeconds()}&end={to.ToUnixTimeSeconds()}&step={step.TotalSeconds:0}";
        var answer = await JsonText.GetAsync(new Uri(Address, $"/api/v1/query_range?{query}"), cancel);
        return answer.GetProperty("data");
    }

    /// <summary>The value of a query that has at most one element.</summary>
    public async Task<double?> QueryValueAsync(string promql, CancellationToken cancel = default) =>
        (await QueryAsync(promql, cancel)).SingleOrDefault()?.Value;

    /// <summary>Polls a query until its answer satisfies the condition, and returns that answer.</summary>
    public async Task<IReadOnlyList<Sample>> WaitForAsync(
        string promql,
        Func<IReadOnlyList<Sample>, bool> condition,
        TimeSpan limit,
        CancellationToken cancel = default)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var answer = await QueryAsync(promql, cancel);
            if (condition(answer))
                return answer;
            if (watch.Elapsed > limit)
            {
                var last = string.Join('\n', answer.Select(sample => $"  | {string.Join(',', sample.Labels)} {sample.Value}"));
                throw new LabException($"{promql}: not as awaited within {limit.TotalSeconds:0.#} s; the last answer:\n{last}\n{LogTail}");
            }

            await Task.Delay(200, cancel);
        }
    }

    public async Task<string> VersionAsync(CancellationToken cancel = default) =>
        (await JsonText.GetAsync(new Uri(Address, "/api/v1/status/buildinfo"), cancel)).GetProperty("data").GetProperty("version").GetString()!;

    /// <summary>Pending and firing alerts.</summary>
    public async Task<IReadOnlyList<ActiveAlert>> AlertsAsync(CancellationToken cancel = default)
    {
        var answer = await JsonText.GetAsync(new Uri(Address, "/api/v1/alerts"), cancel);
        return [.. answer.GetProperty("data").GetProperty("alerts").EnumerateArray().Select(alert => new ActiveAlert(
            alert.GetProperty("state").GetString()!,
            alert.GetProperty("activeAt").GetDateTimeOffset(),
            JsonText.Labels(alert.GetProperty("labels")),
            JsonText.Labels(alert.GetProperty("annotations"))))];
    }

    /// <summary>Puts a rule file in the place of another of that name and has it read. False when Prometheus refuses it.</summary>
    public async Task<bool> ReloadAsync(string file, string rules, CancellationToken cancel = default)
    {
        await File.WriteAllTextAsync(Path.Combine(_rules, file), rules, cancel);
        using var response = await LabHttp.Client.PostAsync(new Uri(Address, "/-/reload"), null, cancel);
        return response.IsSuccessStatusCode;
    }

    /// <summary>SIGKILL, as a crash.</summary>
    public Task KillAsync() => _process.KillAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static string[] ShippedRules()
    {
        var folder = Repository.PathOf("alerts");
        return Directory.Exists(folder) ? Directory.GetFiles(folder, "*.rules.yml") : [];
    }

    private static Sample ReadSample(JsonElement element)
    {
        var labels = JsonText.Labels(element.GetProperty("metric")).ToDictionary();
        labels.Remove("__name__", out var name);
        return new Sample(name ?? "", labels, MetricsPage.ParseValue(element.GetProperty("value")[1].GetString()!));
    }

    private static string Configuration(PrometheusOptions options, string rules)
    {
        var alerting = options.Alertmanagers.Count == 0
            ? ""
            : $$"""
              alerting:
                alertmanagers:
                  - static_configs: [{ targets: [{{string.Join(", ", options.Alertmanagers.Select(address => $"\"{address.Authority}\""))}}] }]
              """;
        var targets = string.Join(", ", options.Targets.Select(target => $"\"{target.Authority}\""));
        return $$"""
            global:
              scrape_interval: {{Seconds(options.ScrapeInterval)}}
              scrape_timeout: {{Seconds(options.ScrapeInterval)}}
              evaluation_interval: {{Seconds(options.EvaluationInterval)}}
            rule_files: ["{{rules}}/*.yml"]
            {{alerting}}
            scrape_configs:
              - job_name: {{options.Job}}
                static_configs: [{ targets: [{{targets}}] }]
            """;
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0}ms");

    [GeneratedRegex(@"^ +interval:.*\n", RegexOptions.Multiline)]
    private static partial Regex GroupInterval();
}
