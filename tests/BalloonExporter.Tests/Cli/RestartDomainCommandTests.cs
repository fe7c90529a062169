using System.CommandLine;
using System.Text.Json.Nodes;
using BalloonExporter.Cli;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Web;

namespace BalloonExporter.Tests.Cli;

/// <summary>Against an exporter that runs, over HTTP.</summary>
public sealed class RestartDomainCommandTests : IAsyncLifetime, IDisposable
{
    private readonly ApiFolder _folder = new();
    private TestExporter _exporter = null!;

    public async Task InitializeAsync()
    {
        var keys = _folder.Key("operator", "operator-0123456789", "read, restart, force");
        _exporter = await TestExporter.StartAsync(TestOptions.Act with { Api = _folder.Options(keys) with { Socket = null } }, TimeProvider.System);
        _exporter.Power[Snapshots.Uuid(1)] = FakeDomainPower.Running(1);
        _exporter.Reader.Reads(Snapshots.Host(Snapshots.Domain(1)) with { TakenAt = TimeProvider.System.GetUtcNow().Steady() });
    }

    public async Task DisposeAsync() => await _exporter.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_domain_is_restarted_by_its_name_and_the_way_is_shown()
    {
        var (code, output, errors) = await RunAsync("guest1");

        Assert.Equal((0, ""), (code, errors));
        Assert.StartsWith("guest1: shutting down, ", output, StringComparison.Ordinal);
        Assert.EndsWith("guest1: restarted\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guest_that_ignores_it_is_exit_code_3_and_force_needs_a_confirmation()
    {
        _exporter.Power.Listens = false;

        var (code, output, _) = await RunAsync("guest1", "--timeout=1s", "--json");
        Assert.Equal((3, "still_running"), (code, JsonNode.Parse(output)!["restart"]!["phase"]!.GetValue<string>()));

        Assert.NotEmpty(new RestartDomainCommand().Parse(["guest1", "--force"]).Errors);
        (code, output, _) = await RunAsync(Snapshots.Uuid(1).ToString(), "--force", "--confirm");
        Assert.Equal(0, code);
        Assert.Contains("guest1: restarted\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_exit_code_1_with_its_words()
    {
        _exporter.Power[Snapshots.Uuid(1)] = FakeDomainPower.Running(1) with { IsPersistent = false };

        var (code, output, errors) = await RunAsync("guest1");
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("no stored definition", errors, StringComparison.Ordinal);

        (code, _, errors) = await RunAsync("absent");
        Assert.Equal((1, "balloon-exporter: no domain absent runs there\n"), (code, errors));
    }

    [Fact]
    public async Task Without_an_exporter_it_says_where_none_answers()
    {
        var (code, _, errors) = await InvokeAsync("guest1", "--api.socket=/nonexistent/api.sock");

        Assert.Equal(1, code);
        Assert.StartsWith("balloon-exporter: no exporter answers at /nonexistent/api.sock: ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--timeout=soon")]
    [InlineData("--url=host")]
    [InlineData("--colour=red")]
    public void Bad_options_are_told(string option) => Assert.NotEmpty(new RestartDomainCommand().Parse(["guest1", option]).Errors);

    private Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments) =>
        InvokeAsync([.. arguments, $"--url={_exporter.Addresses[0]}", $"--token-file={_folder.PathOf("operator")}"]);

    private static async Task<(int Code, string Output, string Errors)> InvokeAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await new RestartDomainCommand().Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = errors });
        return (code, output.ToString(), errors.ToString());
    }
}
