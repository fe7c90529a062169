using System.Globalization;
using System.Text;
using System.Text.Json;
using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests.Adversary;

/// <summary>A month of two hosts in a real Prometheus: shop moves from one to the other on the 20th at noon.</summary>
[Trait("suite", "adversary")]
public sealed class ProofCommandTests : IAsyncLifetime
{
    private const string Shop = "00000000-0000-4000-8000-000000000001";
    private const string One = "00000000-0000-4000-8000-000000000002";
    private const string Other = "00000000-0000-4000-8000-000000000003";
    private const int Minutes = 720;

    private static readonly long Start = new DateTimeOffset(2026, 10, 20, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

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
    public async Task A_month_of_a_domain_is_added_up_over_the_hosts_it_lived_on()
    {
        var (code, output) = await ProofAsync("shop", "--json");

        Assert.True(code == 0, output);
        using var document = JsonDocument.Parse(output);
        var proof = document.RootElement;
        Assert.Equal((Shop, "2026-10", true, 0.9999), (Text("uuid"), Text("month"), proof.GetProperty("begins_late").GetBoolean(), proof.GetProperty("objective_ratio").GetDouble()));
        Assert.Equal(("2026-10-20T00:00:00Z", false), (Text("from"), proof.GetProperty("objective_kept").GetBoolean()));
        AssertNear(2 * Minutes * 60, "observed_seconds");
        AssertNear(36, "unmet_seconds");
        AssertNear(Minutes * 30, "below_sold_seconds");
        AssertNear(Minutes * 30 * (double)(1L << 30), "lent_byte_seconds");
        Assert.Equal((3, 2.5, 1L << 32), (proof.GetProperty("rescues").GetInt32(), proof.GetProperty("longest_rescue_wait_seconds").GetDouble(), proof.GetProperty("sold_bytes").GetInt64()));
        Assert.Equal(["a:10177", "b:10177"], proof.GetProperty("hosts").EnumerateArray().Select(host => host.GetProperty("host").GetString()));

        (code, output) = await ProofAsync(Shop);
        Assert.True(code == 0, output);
        Assert.StartsWith($"In October 2026 shop ({Shop}) had the memory it needed 99.95", output, StringComparison.Ordinal);
        Assert.Contains("\nData begin at 2026-10-20T00:00:00Z: nothing is known of the time before.\n", output, StringComparison.Ordinal);
        (code, output) = await ProofAsync("shop", "--csv");
        Assert.Equal((0, 4), (code, output.TrimEnd().Split('\n').Length));

        string? Text(string name) => proof.GetProperty(name).GetString();

        // Prometheus extrapolates to the ends of a series.
        void AssertNear(double expected, string name) => Assert.InRange(proof.GetProperty(name).GetDouble(), expected * 0.995, expected * 1.005);
    }

    [Theory]
    [InlineData("shop", "2026-09", "no data of a domain shop (balloon_domain_observed_seconds_total) in 2026-09")]
    [InlineData("sh\"op\\", "2026-10", "no data of a domain sh\"op\\ ")]
    [InlineData("00000000-0000-4000-8000-00000000000f", "2026-10", "no data of 00000000-0000-4000-8000-00000000000f ")]
    [InlineData("twice", "2026-10", "several domains had the name twice in 2026-10: give the UUID of one, " + One + " or " + Other)]
    public async Task What_cannot_be_told_is_one_message(string domain, string month, string problem)
    {
        var (code, output) = await Command.RunAsync(Host.Binary, "proof", domain, $"--prometheus.url={_prometheus.Address}", $"--month={month}");

        Assert.Equal(2, code);
        Assert.StartsWith($"balloon-exporter: --prometheus.url={_prometheus.Address.AbsoluteUri.TrimEnd('/')}: {problem}", Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private Task<(int Code, string Output)> ProofAsync(params string[] arguments) => Command.RunAsync(Host.Binary, ["proof", $"--prometheus.url={_prometheus.Address}", "--month=2026-10", .. arguments]);

    private static string History()
    {
        var text = new StringBuilder();
        foreach (var (name, slope) in new[] { ("observed_seconds", 60.0), ("unmet_seconds", 0.05), ("below_sold_seconds", 30), ("lent_byte_seconds", 30.0 * (1L << 30)), ("borrowed_byte_seconds", 0) })
        {
            text.Append(CultureInfo.InvariantCulture, $"# TYPE balloon_domain_{name} counter\n");
            // On the second host it had all that it was sold: its counters began anew there.
            Add($"balloon_domain_{name}_total", "a:10177", "shop", Shop, 0, slope);
            Add($"balloon_domain_{name}_total", "b:10177", "shop", Shop, Minutes, name is "observed_seconds" ? slope : 0);
            if (name != "observed_seconds")
                continue;
            Add("balloon_domain_observed_seconds_total", "c:10177", "twice", One, 0, 0, minutes: 1);
            Add("balloon_domain_observed_seconds_total", "c:10177", "twice", Other, 0, 0, minutes: 1);
        }

        // There from the first rescue on.
        text.Append("# TYPE balloon_domain_rescues counter\n");
        for (var minute = 100; minute < Minutes; minute++)
            text.Append(CultureInfo.InvariantCulture, $"balloon_domain_rescues_total{{instance=\"a:10177\",domain=\"shop\",uuid=\"{Shop}\",trigger=\"demand\"}} {(minute < 200 ? 1 : 3)} {Start + (minute * 60)}\n");
        text.Append("# TYPE balloon_domain_rescue_wait_seconds gauge\n");
        Add("balloon_domain_rescue_wait_seconds", "a:10177", "shop", Shop, 100, 0, 60, 2.5);
        text.Append("# TYPE balloon_domain_memory_maximum_bytes gauge\n");
        Add("balloon_domain_memory_maximum_bytes", "b:10177", "shop", Shop, Minutes, 0, Minutes, 1L << 32);
        return text.Append("# EOF\n").ToString();

        void Add(string series, string instance, string domain, string uuid, int from, double slope, int minutes = Minutes, double begin = 0)
        {
            for (var minute = 0; minute < minutes; minute++)
                text.Append(CultureInfo.InvariantCulture, $"{series}{{instance=\"{instance}\",domain=\"{domain}\",uuid=\"{uuid}\"}} {begin + (minute * slope)} {Start + ((from + minute) * 60)}\n");
        }
    }
}
