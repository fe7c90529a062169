using System.CommandLine;
using BalloonExporter.Api;
using BalloonExporter.Cli;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Web;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Cli;

public sealed class TopCommandTests : IDisposable
{
    private readonly ApiFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_a_terminal_the_tables_are_plain_lines()
    {
        await using var exporter = await StartAsync();
        var (code, output, errors) = await RunAsync(exporter, "--count=2", "--interval=500ms");

        Assert.Equal((0, ""), (code, errors));
        Assert.DoesNotContain('\e', output);
        var lines = output.Split('\n');
        Assert.Equal(2, lines.Count(line => line.StartsWith("DOMAIN ", StringComparison.Ordinal)));
        Assert.Matches(@"^\d\d:\d\d:\d\dZ  act mode  level \w+  available \d+ of \d+ MiB  2 of 2 domains managed$", lines[0]);
        Assert.Matches("^guest2 +4096 +2048 +- +1024 +2048 +1024 +yes +-$", lines[2]);
        Assert.Matches("^guest1 +4096 +4096 ", lines[3]);
    }

    [Fact]
    public async Task An_exporter_that_does_not_answer_is_told_once_and_is_exit_code_1()
    {
        var (code, output, errors) = await InvokeAsync("--api.socket=/nonexistent/api.sock");

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("balloon-exporter: no exporter answers at /nonexistent/api.sock: ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--interval=soon")]
    [InlineData("--interval=1ms")]
    [InlineData("--sort=colour")]
    [InlineData("--count=0")]
    [InlineData("--count=many")]
    [InlineData("--url=host")]
    public void Bad_options_are_told(string option) => Assert.NotEmpty(new TopCommand().Parse([option]).Errors);

    [Theory]
    [InlineData("name", "alpha,beta,gamma")]
    [InlineData("tight", "gamma,beta,alpha")]
    [InlineData("sold", "beta,alpha,gamma")]
    [InlineData("taken", "beta,alpha,gamma")]
    public void Domains_are_sorted(string order, string expected)
    {
        var view = new TopView(StatusCommandTests.Status(), [Entry("alpha", 4, 3, 1), Entry("beta", 8, 4, 2), Entry("gamma", 2, 2, 2)], []);

        var lines = view.Lines(Enum.Parse<TopOrder>(order, ignoreCase: true), Noon).ToList();

        Assert.Equal(expected, string.Join(',', lines.Skip(2).Select(line => line.Split(' ')[0])));
    }

    [Fact]
    public void A_move_is_told_with_its_age_who_was_helped_and_what_would_have_been()
    {
        var move = new DecisionEntry
        {
            At = Noon,
            Verdict = "dry_run",
            Reason = "in_part",
            Origin = "donor",
            Uuid = Uuid(1).ToString(),
            FromBytes = 4 * GiB * 1024,
            ToBytes = 3 * GiB * 1024,
            ClippedBy = ["step_limit"],
            Cause = "room",
            Why = "to rescue shop",
            Fingerprint = "",
        };
        var view = new TopView(StatusCommandTests.Status(), [Entry("alpha", 4, 3, 1) with { Uuid = Uuid(1).ToString() }], [move, move with { At = Noon - TimeSpan.FromMinutes(1), Why = "older" }]);

        var line = view.Lines(TopOrder.Name, Noon + TimeSpan.FromSeconds(7)).Last();

        Assert.EndsWith("7 s ago: would take 1024 MiB, to rescue shop (held back by step_limit)", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_that_others_named_moves_the_cursor()
    {
        var view = new TopView(
            StatusCommandTests.Status() with { Pause = new PauseAnswer { Paused = true, Api = new PauseEntry { By = "user:a", Since = Noon, Reason = "x\e[2Jy" } } }, [Entry("a\e]0;b\ac", 4, 3, 1)], []);

        var text = string.Join('\n', view.Lines(TopOrder.Name, Noon));

        Assert.DoesNotContain('\e', text);
        Assert.Contains("a?]0;b?c", text, StringComparison.Ordinal);
        Assert.Contains("x?[2Jy", text, StringComparison.Ordinal);
    }

    private static DomainEntry Entry(string name, int sold, int has, int needs) => new()
    {
        Uuid = name,
        Name = name,
        State = "running",
        Managed = true,
        Memory = new DomainMemoryEntry { MaximumBytes = sold * GiB * 1024, CurrentBytes = has * GiB * 1024, WorkingSetBytes = needs * GiB * 1024 },
        Movements = new DomainMovementsEntry { AddedBytes = 0, RemovedBytes = 0 },
    };

    private async Task<TestExporter> StartAsync()
    {
        var keys = _folder.Key("reader", "reader-0123456789", "read");
        var exporter = await TestExporter.StartAsync(TestOptions.Act with { Api = _folder.Options(keys) with { Socket = null } });
        exporter.Reader.Reads(Host(Domain(1), Domain(2, 2 * GiB)) with { TakenAt = exporter.Time.GetUtcNow().Steady() });
        return exporter;
    }

    private Task<(int Code, string Output, string Errors)> RunAsync(TestExporter exporter, params string[] arguments) =>
        InvokeAsync([.. arguments, $"--url={exporter.Addresses[0]}", $"--token-file={_folder.PathOf("reader")}"]);

    private static async Task<(int Code, string Output, string Errors)> InvokeAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await new TopCommand().Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = errors });
        return (code, output.ToString(), errors.ToString());
    }
}
