using System.CommandLine;
using System.Text.Json.Nodes;
using BalloonExporter.Cli;
using BalloonExporter.Core.Ports;
using BalloonExporter.Options;
using BalloonExporter.Tests.Fakes;
using ExporterToolkit.Tests.Files;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Cli;

public sealed class SimulateCommandTests : IDisposable
{
    private const long TargetBytes = ((4 * GiB) - (900 * MiB)) * 1024;

    private readonly string _file = Path.GetTempFileName();
    private readonly FakeHostReader _reader = new();
    private readonly FakeBalloon _balloon = new();
    private ExporterOptions? _options;

    public void Dispose() => File.Delete(_file);

    [Trait("needs", "debian")]
    [Fact]
    public void A_message_is_decided_and_nothing_moves()
    {
        Write(Alert(1, TargetBytes), Alert(2, TargetBytes), """{"status": "resolved", "labels": {"alertname": "BalloonTarget"}, "fingerprint": "c"}""");

        var (code, output, errors) = Run();

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(
            """
            DOMAIN                                VERDICT  REASON          FROM      ASKED     TO          CLIPPED BY
            guest1                                dry_run  in_part         4096 MiB  3196 MiB  3686.4 MiB  step_limit
            00000000-0000-4000-8000-000000000002  refused  unknown_domain  -         3196 MiB  -           -
            -                                     ignored  resolved        -         -         -           -

            """,
            output,
            ignoreLineEndingDifferences: true);
        Assert.Empty(_balloon.Calls);
        Assert.Equal(ExporterMode.Observe, _options!.Mode);
    }

    [Trait("needs", "debian")]
    [Fact]
    public void Programs_get_JSON()
    {
        Write(Alert(1, TargetBytes));

        var decision = JsonNode.Parse(Run("--json").Output)!["decisions"]![0]!;

        Assert.Equal("dry_run", decision["verdict"]!.GetValue<string>());
        Assert.Equal("guest1", decision["domain"]!.GetValue<string>());
        Assert.Equal(4 * GiB * 1024, decision["fromBytes"]!.GetValue<long>());
    }

    [Trait("needs", "debian")]
    [Fact]
    public void A_recording_can_count_as_just_computed()
    {
        Write(Alert(1, TargetBytes, Noon.AddDays(-1)));

        Assert.Contains("stale_recommendation", Run().Output, StringComparison.Ordinal);
        Assert.Contains("dry_run", Run("--as-of-now").Output, StringComparison.Ordinal);
    }

    [Trait("needs", "debian")]
    [Fact]
    public void The_flags_of_the_policy_count()
    {
        Write(Alert(1, TargetBytes));

        Assert.Contains("below_floor", Run("--policy.floor=90%").Output, StringComparison.Ordinal);
    }

    [Trait("needs", "debian")]
    [Fact]
    public void Libvirt_down_is_exit_code_1()
    {
        _reader.Reads(LibvirtDown());
        Write(Alert(1, TargetBytes));

        var (code, output, errors) = Run();

        Assert.Equal(1, code);
        Assert.Contains("libvirt_down", output, StringComparison.Ordinal);
        Assert.Contains("test:///default", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not JSON")]
    [InlineData("null")]
    [InlineData("""{"version": "5", "alerts": []}""")]
    [InlineData("""{"version": "4"}""")]
    public void What_is_no_message_is_exit_code_2(string content)
    {
        File.WriteAllText(_file, content);

        var (code, _, errors) = Run();

        Assert.Equal(2, code);
        Assert.Contains(_file, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_exit_code_2()
    {
        File.Delete(_file);

        Assert.Equal(2, Run().Code);
    }

    [Fact]
    public async Task A_pipe_is_told_and_not_waited_for()
    {
        using var folder = new TempFolder();
        File.Delete(_file);
        File.CreateSymbolicLink(_file, folder.Strange("pipe"));

        var (code, _, errors) = await Task.Run(() => Run()).WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(2, code);
        Assert.Contains("not a regular file", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_or_a_Prometheus_is_needed_and_not_both()
    {
        Assert.NotEmpty(new SimulateCommand(_ => null!).Parse([]).Errors);
        Assert.NotEmpty(new SimulateCommand(_ => null!).Parse([$"--alert={_file}", "--prometheus=http://localhost:9090"]).Errors);
        Assert.NotEmpty(new SimulateCommand(_ => null!).Parse(["--prometheus=localhost:9090"]).Errors);
    }

    [Trait("needs", "debian")]
    [Fact]
    public async Task What_a_Prometheus_recommends_now_is_decided_and_what_is_for_other_hosts_left_out()
    {
        await using var prometheus = await FakeAlertmanager.StartAsync();
        prometheus.Answer = context => context.Response.WriteAsync($$"""
            {"status": "success", "data": {"alerts": [
              {"state": "firing", "activeAt": "2026-05-04T11:59:00Z", "value": "1e+00", "labels": {"alertname": "BalloonTarget", "uuid": "{{Uuid(1)}}", "instance": "h1"},
               "annotations": {"balloon_target_bytes": "{{TargetBytes}}", "balloon_evaluated_at": "{{Noon.ToUnixTimeSeconds()}}", "summary": "s"} },
              {"state": "firing", "labels": {"alertname": "BalloonTarget", "uuid": "{{Uuid(2)}}"},
               "annotations": {"balloon_target_bytes": "{{TargetBytes}}", "balloon_evaluated_at": "{{Noon.ToUnixTimeSeconds()}}"} },
              {"state": "pending", "labels": {"alertname": "BalloonTarget", "uuid": "{{Uuid(1)}}"}, "annotations": {} },
              {"state": "firing", "labels": {"alertname": "BalloonHostRed"}, "annotations": {} }]} }
            """);

        var (code, output, errors) = await AskAsync(new UriBuilder(prometheus.Address) { UserName = "me", Password = "secret" }.Uri);

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(2, output.TrimEnd().Split('\n').Length);
        Assert.Matches("guest1 +dry_run +in_part ", output);
        Assert.Equal(("/api/v1/alerts", "Basic bWU6c2VjcmV0"), Assert.Single(prometheus.Asked));
        Assert.Empty(_balloon.Calls);
    }

    [Trait("needs", "debian")]
    [Theory]
    [InlineData(200, "<html>", "no Prometheus")]
    [InlineData(200, "[]", "no Prometheus")]
    [InlineData(200, """{"status": "success"}""", "no Prometheus")]
    [InlineData(404, "404 page not found", "answered 404")]
    [InlineData(302, "", "answered 302")]
    public async Task What_is_no_Prometheus_is_told_and_is_exit_code_1(int status, string body, string expected)
    {
        await using var server = await FakeAlertmanager.StartAsync();
        server.Answer = context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(body);
        };

        var (code, output, errors) = await AskAsync(server.Address);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    [Trait("needs", "debian")]
    [Fact]
    public async Task A_Prometheus_that_does_not_answer_is_told_without_its_password()
    {
        var (code, _, errors) = await AskAsync(new Uri("http://me:secret@127.0.0.1:1"));

        Assert.Equal(1, code);
        Assert.StartsWith("balloon-exporter: no Prometheus answers at http://127.0.0.1:1: ", errors, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output, string Errors)> AskAsync(Uri prometheus)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await new SimulateCommand(Services).Parse([$"--prometheus={prometheus.AbsoluteUri}", "--libvirt.uri=test:///default"])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = errors });
        return (code, output.ToString(), errors.ToString());
    }

    private static string Alert(int domain, long targetBytes, DateTimeOffset? evaluatedAt = null) => $$"""
        {
          "status": "firing",
          "labels": {"alertname": "BalloonTarget", "uuid": "{{Uuid(domain)}}"},
          "annotations": {"balloon_target_bytes": "{{targetBytes}}", "balloon_evaluated_at": "{{(evaluatedAt ?? Noon).ToUnixTimeSeconds()}}"},
          "fingerprint": "fp{{domain}}"
        }
        """;

    private void Write(params string[] alerts) => File.WriteAllText(_file, $$"""{"version": "4", "alerts": [{{string.Join(',', alerts)}}]}""");

    private (int Code, string Output, string Errors) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = new SimulateCommand(Services).Parse(["--alert", _file, "--libvirt.uri=test:///default", .. arguments])
            .Invoke(new InvocationConfiguration { Output = output, Error = errors });
        return (code, output.ToString(), errors.ToString());
    }

    private ServiceProvider Services(ExporterOptions options)
    {
        _options = options;
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders());
        services.AddExporter(options);
        services.AddSingleton<TimeProvider>(new FakeTimeProvider(Noon));
        services.AddSingleton<IHostReader>(_reader);
        services.AddSingleton<IBalloon>(_balloon);
        return services.BuildServiceProvider();
    }
}
