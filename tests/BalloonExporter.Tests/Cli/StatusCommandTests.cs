using System.CommandLine;
using System.Text.Json.Nodes;
using BalloonExporter.Api;
using BalloonExporter.Cli;
using BalloonExporter.Core.Model;
using BalloonExporter.Engine;
using BalloonExporter.Options;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Web;

namespace BalloonExporter.Tests.Cli;

/// <summary>Against an exporter that runs, over HTTP.</summary>
public sealed class StatusCommandTests : IAsyncLifetime, IDisposable
{
    private readonly ApiFolder _folder = new();
    private TestExporter _exporter = null!;

    public async Task InitializeAsync()
    {
        var keys = _folder.Key("monitoring", "monitoring-0123456789", "read");
        _exporter = await TestExporter.StartAsync(TestOptions.Act with { Api = _folder.Options(keys) with { Socket = null } });
        _exporter.Reader.Reads(Snapshots.Host(Snapshots.Domain(1)) with { TakenAt = _exporter.Time.GetUtcNow().Steady() });
    }

    public async Task DisposeAsync() => await _exporter.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_host_that_is_well_is_exit_code_0()
    {
        var (code, output) = await RunAsync();

        Assert.Equal(0, code);
        Assert.StartsWith("OK: act mode, ", output, StringComparison.Ordinal);
        foreach (var line in (string[])["mode:      act", "heartbeat: never", "pause:     none", "emergency: none", "domains:   1 run"])
            Assert.Contains(line, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_observe_mode_it_tells_what_act_mode_could_take()
    {
        await _exporter.DisposeAsync();
        _exporter = await TestExporter.StartAsync(TestOptions.Act with { Mode = ExporterMode.Observe, Api = _folder.Options(_folder.Key("monitoring", "monitoring-0123456789", "read")) with { Socket = null } });
        _exporter.Reader.Reads(Snapshots.Host(Snapshots.Domain(1)) with { TakenAt = _exporter.Time.GetUtcNow().Steady() });

        var (_, output) = await RunAsync();

        Assert.Contains("act mode:  could take ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pause_is_a_warning_with_who_asked_for_it()
    {
        _exporter.Pauses.Pause(new ApiPause("user:alice", new Moment(_exporter.Time.GetUtcNow().UtcTicks), null, "maintenance"));

        var (code, output) = await RunAsync();

        Assert.Equal(1, code);
        Assert.StartsWith("WARNING: paused by user:alice: maintenance\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_libvirt_that_is_down_is_critical()
    {
        _exporter.Reader.Reads(Snapshots.LibvirtDown());

        var (code, output) = await RunAsync();

        Assert.Equal(2, code);
        Assert.StartsWith("CRITICAL: libvirt cannot be reached\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answer_is_JSON_for_programs()
    {
        var (code, output) = await RunAsync("--json");

        var status = JsonNode.Parse(output)!;
        Assert.Equal((0, "act", 1), (code, status["mode"]!.GetValue<string>(), status["domains"]!.GetValue<int>()));
        Assert.Empty(status["moves"]!.AsArray());
    }

    [Fact]
    public async Task Without_an_exporter_and_for_bad_use_it_is_unknown()
    {
        using var output = new StringWriter();
        Assert.Equal(3, await new StatusCommand().Parse(["--api.socket=/nonexistent/api.sock"]).InvokeAsync(new InvocationConfiguration { Output = output }));
        Assert.StartsWith("UNKNOWN: no exporter answers at /nonexistent/api.sock", output.ToString(), StringComparison.Ordinal);

        using var errors = new StringWriter();
        Assert.Equal(3, new CommandLine(commands: [new StatusCommand()]).Run(["status", "--colour"], _ => 0, errors));
        Assert.Equal(2, new CommandLine(commands: [new RestartDomainCommand()]).Run(["restart", "shop", "--colour"], _ => 0, errors));
    }

    [Theory]
    [InlineData("crit", true, 2)]
    [InlineData("red", true, 1)]
    [InlineData("soft", false, 0)]
    [InlineData("green", false, 0)]
    [InlineData(null, false, 0)]
    public void The_level_decides_how_bad_it_is(string? level, bool emergency, int code) =>
        Assert.Equal(code, StatusJudgement.Of(Status() with { Level = level, Emergency = emergency }).Code);

    [Fact]
    public void What_is_worse_comes_first()
    {
        var judged = StatusJudgement.Of(Status() with { FailedRestarts = ["shop"], Standby = true, PlanGone = true });

        Assert.Equal(2, judged.Code);
        Assert.StartsWith("CRITICAL: off after a restart: shop; it only stands by; no heartbeat", judged.Line, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        var code = await new StatusCommand().Parse([.. arguments, $"--url={_exporter.Addresses[0]}", $"--token-file={_folder.PathOf("monitoring")}"])
            .InvokeAsync(new InvocationConfiguration { Output = output });
        return (code, output.ToString());
    }

    internal static StatusReport Status() => new()
    {
        Mode = "act",
        Standby = false,
        LibvirtUp = true,
        PlanGone = false,
        Emergency = false,
        Pause = new PauseAnswer { Paused = false },
        Domains = 2,
        Managed = 1,
        FailedRestarts = [],
        Moves = [],
    };
}
