using System.Globalization;
using System.Text;
using System.Text.Json;
using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests.Adversary;

/// <summary>Explains the past out of a real Prometheus, and asks it for every number that it was told.</summary>
[Trait("suite", "adversary")]
public sealed class ExplainPastTests : IAsyncLifetime
{
    private const long Start = 1_700_000_100;
    private const long Taken = Start + 300;
    private const long Rescued = Start + 450;
    private const long MiB = 1 << 20;

    private const string Shop = """{job="balloon",instance="host1:10177",domain="shop",uuid="00000000-0000-4000-8000-000000000001"}""";
    private const string Mail = """{job="balloon",instance="host2:10177",domain="mail",uuid="00000000-0000-4000-8000-000000000002"}""";
    private const string Twin = """{job="balloon",instance="host2:10177",domain="mail",uuid="00000000-0000-4000-8000-000000000003"}""";
    private const string Host1 = """{job="balloon",instance="host1:10177"}""";
    private const string Host2 = """{job="balloon",instance="host2:10177"}""";

    private LabFolder _folder = null!;
    private PrometheusServer _prometheus = null!;

    public async Task InitializeAsync()
    {
        _folder = await LabFolder.CreateAsync();
        var file = await _folder.WriteAsync("history.txt", History());
        Assert.Equal(0, (await Command.RunAsync(EngineFolder.CommandOf("promtool"), "tsdb", "create-blocks-from", "openmetrics", file, _folder.PathOf("prometheus-data"))).Code);
        _prometheus = await PrometheusServer.StartAsync(_folder, new PrometheusOptions { RuleFiles = [] });
    }

    public async Task DisposeAsync()
    {
        await _prometheus.DisposeAsync();
        await _folder.DisposeAsync();
    }

    [Fact]
    public async Task The_past_is_explained_with_numbers_that_Prometheus_has()
    {
        var before = await ExplainAsync("shop", Start + 200);
        Assert.Equal(("nothing_decided", "act"), (Text(before, "kind"), Text(before, "mode")));

        var took = await ExplainAsync("shop", Taken + 60);
        Assert.Equal(("took", "host1:10177"), (Text(took, "kind"), Text(took, "host")));
        Assert.Contains("Memory was taken from it: as the plan recommends.", Texts(took, "summary"));
        Assert.Contains(Texts(took, "summary"), sentence => sentence.StartsWith("It was done in part. ", StringComparison.Ordinal));
        Assert.Equal(["4096 MiB", "3000 MiB", "3686 MiB"], took.GetProperty("decided").EnumerateArray().Where(figure => Text(figure, "unit") == "bytes").Select(figure => Text(figure, "text")));
        Assert.Equal("SOFT", Assert.Single(took.GetProperty("signals").EnumerateArray(), figure => Text(figure, "source") == "balloon:host_level:number").GetProperty("text").GetString());
        await AskEachAsync(took, Taken + 60, "shop");

        var rescued = await ExplainAsync("00000000-0000-4000-8000-000000000001", Rescued + 60);
        Assert.Equal("rescued", Text(rescued, "kind"));
        Assert.Contains("Memory was given to it: it swapped out.", Texts(rescued, "summary"));

        // Two were called mail: which is meant is asked for.
        Assert.Contains("2 domains were called mail: give one by its UUID", await RefusedAsync("mail", Start + 200), StringComparison.Ordinal);
        var would = await ExplainAsync("00000000-0000-4000-8000-000000000002", Start + 200);
        Assert.Equal(("took", "observe"), (Text(would, "kind"), Text(would, "mode")));
        Assert.Contains("Memory would have been taken from it: as the plan recommends.", Texts(would, "summary"));
        Assert.Equal("not_managed", Text(await ExplainAsync("00000000-0000-4000-8000-000000000003", Start + 200), "kind"));

        Assert.Contains("no domain nothing at 2023-11-14T22:18:20Z", await RefusedAsync("nothing", Start + 200), StringComparison.Ordinal);
        Assert.Contains("no domain a\"} or up{x=\"b at ", await RefusedAsync("a\"} or up{x=\"b", Start + 200), StringComparison.Ordinal);
        Assert.Contains("no figures of any exporter at 2001-09-09T01:46:40Z", await RefusedAsync("shop", 1_000_000_000), StringComparison.Ordinal);
    }

    private async Task AskEachAsync(JsonElement told, long at, string domain)
    {
        var asked = 0;
        foreach (var figure in told.GetProperty("signals").EnumerateArray().Concat(told.GetProperty("besides").EnumerateArray()))
        {
            var name = Text(figure, "source");
            var series = name.Contains("domain_", StringComparison.Ordinal) ? $"{name}{{domain=\"{domain}\"}}" : $"{name}{{instance=\"host1:10177\"}}";
            var found = Assert.Single(await _prometheus.QueryAsync($"{series} @ {at}"));
            Assert.Equal(figure.GetProperty("value").GetDouble(), found.Value);
            asked++;
        }

        Assert.InRange(asked, 10, 50);
    }

    private async Task<JsonElement> ExplainAsync(string domain, long at)
    {
        var (code, output) = await RunAsync(domain, at);
        Assert.True(code == 0, output);
        using var document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }

    private async Task<string> RefusedAsync(string domain, long at)
    {
        var (code, output) = await RunAsync(domain, at);
        Assert.Equal(2, code);
        Assert.StartsWith($"balloon-exporter: --prometheus.url={_prometheus.Address.AbsoluteUri.TrimEnd('/')}: ", output, StringComparison.Ordinal);
        return output;
    }

    private Task<(int Code, string Output)> RunAsync(string domain, long at) =>
        Command.RunAsync(Host.Binary, "explain", domain, $"--prometheus.url={_prometheus.Address}", $"--at={at.ToString(CultureInfo.InvariantCulture)}", "--json");

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static IEnumerable<string> Texts(JsonElement element, string name) => element.GetProperty(name).EnumerateArray().Select(each => each.GetString()!);

    // On host1 the plan takes from shop, and a reflex gives it some back; host2 only observes.
    private static string History()
    {
        var text = new StringBuilder();
        Series("balloon_libvirt_up", (Host1, _ => 1), (Host2, _ => 1));
        Series("balloon_domain_state", (Shop, _ => 1), (Mail, _ => 1), (Twin, _ => 5));
        Series("balloon_domain_unmanaged", (Twin.Replace("}", ",reason=\"not_running\"}", StringComparison.Ordinal), _ => 1));
        Series("balloon_domain_memory_maximum_bytes", (Shop, _ => 4096 * MiB), (Mail, _ => 4096 * MiB), (Twin, _ => 4096 * MiB));
        Series("balloon_domain_memory_current_bytes", (Shop, at => (at <= Taken ? 4096 : 3686) * MiB), (Mail, _ => 4096 * MiB));
        Series("balloon_domain_target_bytes", (Shop, at => at <= Taken ? null : (at <= Rescued ? 3686 : 4096) * MiB));
        Series("balloon_domain_target_set_timestamp_seconds", (Shop, at => at <= Taken ? null : at <= Rescued ? Taken + 0.5 : Rescued + 0.5));
        Series(
            "balloon_domain_moves_total",
            (Shop.Replace("}", ",direction=\"take\",origin=\"alert\",reason=\"plan\"}", StringComparison.Ordinal), at => at <= Taken ? null : 1),
            (Shop.Replace("}", ",direction=\"give\",origin=\"rescue\",reason=\"swap_out\"}", StringComparison.Ordinal), at => at <= Rescued ? null : 1));
        Series("balloon_domain_host_resident_bytes", (Shop, _ => 3600 * MiB), (Mail, _ => 3600 * MiB));
        Series("balloon_domain_working_set_bytes", (Shop, _ => 1400 * MiB), (Mail, _ => 1400 * MiB));
        Series("balloon_domain_policy_floor_bytes", (Shop, _ => 1024 * MiB));
        Series("balloon:domain_demand:bytes", (Shop, _ => 1820 * MiB), (Mail, _ => 1820 * MiB));
        Series("balloon:domain_idle:bytes", (Shop, _ => 1780 * MiB));
        Series("balloon:domain_target:recommended_bytes", (Shop, at => (at < Taken - 15 ? 4096 : 3000) * MiB), (Mail, _ => 3000 * MiB));
        Series("balloon:domain_move:bytes", (Mail, _ => -1096 * MiB));
        Series("balloon:domain_deadband:bytes", (Mail, _ => 16 * MiB));
        Series("balloon:host_level:number", (Host1, _ => 2), (Host2, _ => 2));
        Series("balloon:host_mark:goal_bytes", (Host1, _ => 7864 * MiB));
        Series("balloon_host_memory_available_bytes", (Host1, _ => 5632 * MiB));
        Series("balloon_host_memory_total_bytes", (Host1, _ => 65536 * MiB));
        Series(
            "balloon_feedback_mode",
            (Host1.Replace("}", ",mode=\"act\"}", StringComparison.Ordinal), _ => 1),
            (Host1.Replace("}", ",mode=\"observe\"}", StringComparison.Ordinal), _ => 0),
            (Host2.Replace("}", ",mode=\"act\"}", StringComparison.Ordinal), _ => 0),
            (Host2.Replace("}", ",mode=\"observe\"}", StringComparison.Ordinal), _ => 1));
        return text.Append("# EOF\n").ToString();

        void Series(string name, params (string Labels, Func<long, double?> Value)[] series)
        {
            foreach (var (labels, value) in series)
            {
                for (var at = Start; at <= Start + 600; at += 15)
                {
                    if (value(at) is { } known)
                        text.Append(CultureInfo.InvariantCulture, $"{name}{labels} {known} {at}\n");
                }
            }
        }
    }
}
