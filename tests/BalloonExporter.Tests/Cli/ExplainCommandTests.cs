using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using BalloonExporter.Cli;
using BalloonExporter.Core.Model;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Web;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Cli;

/// <summary>Against an exporter that runs, over HTTP.</summary>
public sealed class ExplainCommandTests : IAsyncLifetime, IDisposable
{
    private readonly ApiFolder _folder = new();
    private TestExporter _exporter = null!;

    public async Task InitializeAsync()
    {
        var keys = _folder.Key("operator", "operator-0123456789", "read, feedback");
        _exporter = await TestExporter.StartAsync(TestOptions.Act with { Api = _folder.Options(keys) with { Socket = null } });
        _exporter.Http.DefaultRequestHeaders.Authorization = new("Bearer", "operator-0123456789");
        _exporter.Reader.Reads(Host(Domain(1), Domain(2) with { Facts = Domain(2).Facts with { Vfio = true } }) with { TakenAt = _exporter.Time.GetUtcNow().Steady() });
    }

    public async Task DisposeAsync() => await _exporter.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_take_in_part_is_told_with_every_figure_as_the_metric_beside_it_has_it()
    {
        await FeedAsync(1, 3 * GiB);

        using var told = JsonDocument.Parse((await RunAsync("guest1", "--json")).Output);

        var root = told.RootElement;
        Assert.Equal(("took", "act", Uuid(1).ToString()), (Text(root, "kind"), Text(root, "mode"), Text(root, "uuid")));
        Assert.Equal("step_limit", Text(root.GetProperty("reasons")[0], "reason"));
        Assert.Contains(root.GetProperty("decided").EnumerateArray(), figure => Text(figure, "source") == "/api/v1/decisions: toBytes");
        var asked = 0;
        foreach (var figure in root.GetProperty("signals").EnumerateArray().Concat(root.GetProperty("besides").EnumerateArray()).Where(figure => Text(figure, "source").StartsWith("balloon_", StringComparison.Ordinal)))
        {
            var name = Text(figure, "source");
            var series = name.StartsWith("balloon_domain_", StringComparison.Ordinal) ? $$"""{{name}}{domain="guest1",uuid="{{Uuid(1)}}"}""" : name;
            var value = await _exporter.MetricAsync(series);
            Assert.True(value is not null && double.Parse(value, CultureInfo.InvariantCulture) == figure.GetProperty("value").GetDouble(), $"{series} is {value}, told is {figure}");
            asked++;
        }

        Assert.InRange(asked, 12, 50);
    }

    [Fact]
    public async Task People_read_the_metric_beside_each_figure()
    {
        await FeedAsync(1, 3 * GiB);

        var (code, output, errors) = await RunAsync(Uuid(1).ToString());

        Assert.Equal((0, ""), (code, errors));
        Assert.StartsWith($"guest1 ({Uuid(1)}), ", output, StringComparison.Ordinal);
        Assert.Contains("\nMemory was taken from it: as the plan recommends.\n", output, StringComparison.Ordinal);
        Assert.Contains("\nIt was done in part, held back by step_limit.\n", output, StringComparison.Ordinal);
        Assert.Matches("\noccupies on the host +4096 MiB +balloon_domain_host_resident_bytes\n", output);
        Assert.Matches("\ndemand +1408 MiB +/api/v1/domains: memory.demandBytes\n", output);
        Assert.Contains("\nWHAT WOULD CHANGE IT\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_refused_after_a_move_is_told_with_it()
    {
        await FeedAsync(1, 3 * GiB);
        await FeedAsync(1, 256 * MiB, age: 4);

        var (_, output, _) = await RunAsync("guest1");

        Assert.Contains("\nMemory was taken from it: ", output, StringComparison.Ordinal);
        Assert.Contains("\nWhat was asked for last was not done: below_floor, ", output, StringComparison.Ordinal);
        Assert.Matches("\nrefused, asked for +256 MiB +/api/v1/decisions: targetBytes\n", output);
    }

    [Fact]
    public async Task What_is_not_managed_is_told_with_what_mends_it()
    {
        var (code, output, _) = await RunAsync("guest2");

        Assert.Equal(0, code);
        Assert.Contains("\nIt is not managed: vfio, ", output, StringComparison.Ordinal);
        Assert.Contains("virsh edit guest2", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_domain_that_is_not_there_is_told_with_the_place_and_is_exit_code_2() =>
        Assert.Equal((2, "", $"balloon-exporter: no domain nothing runs at {_exporter.Addresses[0].AbsoluteUri.TrimEnd('/')}\n"), await RunAsync("nothing"));

    [Fact]
    public async Task An_exporter_that_does_not_answer_is_exit_code_2()
    {
        var (code, output, errors) = await InvokeAsync("shop", "--api.socket=/nonexistent/api.sock");

        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("balloon-exporter: no exporter answers at /nonexistent/api.sock: ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Prometheus_that_does_not_answer_is_told_without_its_password()
    {
        var (code, output, errors) = await InvokeAsync("shop", "--prometheus.url=http://user:secret@127.0.0.1:1", "--at=2026-12-01T12:00:00Z");

        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("balloon-exporter: --prometheus.url=http://127.0.0.1:1: ", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--prometheus.url=http://localhost --at=soon", "--at=soon is not a time such as 2026-11-01")]
    [InlineData("--prometheus.url=http://localhost --at=2026-13-01", "--at=2026-13-01 is not a time")]
    [InlineData("--prometheus.url=http://localhost --at=-1", "--at=-1 is not a time")]
    [InlineData("--at=2026-12-01", "--at requires --prometheus.url")]
    [InlineData("--prometheus.matcher=a=\"b\"", "--prometheus.matcher requires --prometheus.url")]
    [InlineData("--prometheus.url=host", "--prometheus.url=host is not an address")]
    public void Bad_options_are_told(string option, string problem) =>
        Assert.Contains(new ExplainCommand().Parse(["shop", .. option.Split(' ')]).Errors, error => error.Message.Contains(problem, StringComparison.Ordinal));

    private async Task FeedAsync(int number, long kib, int age = 5)
    {
        var evaluated = _exporter.Time.GetUtcNow().AddSeconds(-age).ToUnixTimeSeconds();
        var alert = $$"""
            {"status": "firing", "fingerprint": "f{{age}}", "labels": {"alertname": "BalloonTarget", "uuid": "{{Uuid(number)}}"},
             "annotations": {"balloon_target_bytes": "{{Kib.ToBytes(kib)}}", "balloon_evaluated_at": "{{evaluated}}"} }
            """;
        using var content = new StringContent($$"""{"version": "4", "alerts": [{{alert}}]}""", Encoding.UTF8, "application/json");
        using var answer = await _exporter.Http.PostAsync(new Uri("/api/v1/feedback", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments) =>
        InvokeAsync([.. arguments, $"--url={_exporter.Addresses[0]}", $"--token-file={_folder.PathOf("operator")}"]);

    private static async Task<(int Code, string Output, string Errors)> InvokeAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await new ExplainCommand().Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = errors });
        return (code, output.ToString(), errors.ToString());
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
