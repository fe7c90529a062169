using System.CommandLine;
using System.Text.Json.Nodes;
using BalloonExporter.Cli;
using BalloonExporter.Core.Model;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Web;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Cli;

/// <summary>Against an exporter that runs, over HTTP.</summary>
public sealed class ReleaseCommandTests : IAsyncLifetime, IDisposable
{
    private readonly ApiFolder _folder = new();
    private TestExporter _exporter = null!;

    public async Task InitializeAsync()
    {
        var keys = _folder.Key("operator", "operator-0123456789", "pause") + '\n' + _folder.Key("reader", "reader-0123456789", "read");
        _exporter = await TestExporter.StartAsync(TestOptions.Act with { Api = _folder.Options(keys) with { Socket = null } });
    }

    public async Task DisposeAsync() => await _exporter.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_given_back_is_shown_and_who_paused()
    {
        Reads(Memory);
        var (code, output, errors) = await RunAsync("operator", "--all", "--reason=given up");

        Assert.Equal((0, ""), (code, errors));
        Assert.Matches("^DOMAIN +SOLD +HAD +HAS +MISSING +WHY\nguest1 +4096 +3072 +4096 +0 +-\n", output);
        Assert.Contains("Given back: 1073741824 bytes (1.00 GiB).", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Missing", output, StringComparison.Ordinal);
        Assert.Contains("Paused by key:operator@127.0.0.1: given up.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_could_not_be_given_back_is_exit_code_1_with_its_bytes()
    {
        Reads(Memory with { PhysicalAvailableKib = GiB });
        var (code, output, _) = await RunAsync("operator", "--all");

        Assert.Equal(1, code);
        Assert.Matches("guest1 +4096 +3072 +3072 +1024 +host_room", output);
        Assert.Contains("Missing: 1073741824 bytes (1.00 GiB).", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answer_is_JSON_for_programs()
    {
        Reads(Memory);
        var (code, output, _) = await RunAsync("operator", "--all", "--json");

        Assert.Equal((0, 1073741824L), (code, JsonNode.Parse(output)!["givenBytes"]!.GetValue<long>()));
    }

    [Fact]
    public async Task A_refusal_is_exit_code_1_with_its_words()
    {
        Reads(Memory);
        var (code, output, errors) = await RunAsync("reader", "--all");

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("may not pause", errors, StringComparison.Ordinal);
        Assert.False(_exporter.Pause.IsPaused);
    }

    [Fact]
    public void Without_all_it_says_what_it_would_do() =>
        Assert.Contains("give --all", Assert.Single(new ReleaseCommand().Parse([]).Errors).Message, StringComparison.Ordinal);

    private void Reads(HostMemory memory)
    {
        var domain = Domain(1, 3 * GiB);
        _exporter.Reader.Reads(Host(domain with { Facts = domain.Facts with { HasManagedMarker = true } }) with { Memory = memory, TakenAt = _exporter.Time.GetUtcNow().Steady() });
    }

    private async Task<(int Code, string Output, string Errors)> RunAsync(string key, params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await new ReleaseCommand().Parse([.. arguments, $"--url={_exporter.Addresses[0]}", $"--token-file={_folder.PathOf(key)}"])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = errors });
        return (code, output.ToString(), errors.ToString());
    }
}
