namespace BalloonExporter.Tests.Backtesting;

/// <summary>What is no history, or no option, is told in one message that says what and where; nothing is written.</summary>
public sealed class BadInputTests : BacktestFixture
{
    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("timestamp,a\ncapacity_mib,4096\n1000,1\n1300,1\n1900,1\n", "line 5: the time between lines is not the same everywhere: 600 s, expected 300 s")]
    [InlineData("timestamp,a\ncapacity_mib,4096\n1000,1\n1300,1,2\n", "line 4: 3 fields, expected 2")]
    [InlineData("timestamp,a\ncapacity_mib,4096\n1000,-1\n1300,1\n", "line 3: -1 is no number of MiB")]
    [InlineData("timestamp,a\ncapacity_mib,4096\n1000,1GiB\n1300,1\n", "line 3: 1GiB is no number of MiB")]
    [InlineData("timestamp,a\ncapacity_bytes,4096\n1000,1\n1300,1\n", "line 2: capacity_bytes is not capacity_mib")]
    [InlineData("timestamp,a\ncapacity_mib,8388608\n1000,1\n1300,1\n", "no server fits on a host: the smallest was sold 8TiB, a host has 128GiB")]
    public async Task A_file_that_is_no_history_is_refused(string text, string problem) =>
        await RefusesAsync($"balloon-exporter: --csv={PathOf("bad.csv")}: {problem}\n", "--csv", FileOf("bad.csv", text));

    [Fact]
    public async Task A_compressed_file_that_is_broken_is_refused()
    {
        File.WriteAllBytes(PathOf("bad.csv"), [0x1f, 0x8b, 1, 2, 3]);

        await RefusesAsync($"balloon-exporter: --csv={PathOf("bad.csv")}: ", "--csv", PathOf("bad.csv"));
    }

    [Theory]
    [InlineData("balloon_domain_working_set_bytes{uuid=\"a\"} 1 1000\n", "it does not end with # EOF")]
    [InlineData("# EOF\n", "no sample of balloon_domain_working_set_bytes")]
    [InlineData("balloon_domain_working_set_bytes{uuid=\"a\"} 1\n# EOF\n", "line 1: a sample without a time")]
    [InlineData("balloon_domain_working_set_bytes{uuid=\"a} 1 1000\n# EOF\n", "line 1: labels cannot be read")]
    [InlineData("balloon_domain_working_set_bytes{uuid=\"a\"} one 1000\n# EOF\n", "line 1: one is no number")]
    [InlineData("balloon_domain_working_set_bytes{uuid=\"a\"} 1 1700000000000\n# EOF\n", "line 1: 1700000000000 is no UNIX time in seconds")]
    [InlineData("balloon_domain_working_set_bytes{uuid=\"a\"} 1 1000\n# EOF\n", "the range ")]
    [InlineData("balloon_domain_working_set_bytes{uuid=\"a\",domain=\"shop\",instance=\"h:1\"} 1e9 1000\nballoon_domain_working_set_bytes{uuid=\"a\",domain=\"shop\",instance=\"h:1\"} 1e9 1300\n# EOF\n", "balloon_domain_memory_maximum_bytes is missing for the domain shop of h:1")]
    [InlineData("balloon_domain_working_set_bytes{uuid=\"a\",instance=\"h:1\"} 1e9 1000\nballoon_domain_working_set_bytes{uuid=\"a\",instance=\"h:1\"} 1e9 1300\nballoon_domain_memory_maximum_bytes{uuid=\"a\",instance=\"h:1\"} 4e9 1000\n# EOF\n", "balloon_host_memory_total_bytes is missing for h:1: give --host.memory")]
    public async Task Series_that_are_no_history_are_refused(string text, string problem) =>
        await RefusesAsync($"balloon-exporter: --openmetrics={PathOf("bad.txt")}: {problem}", "--openmetrics", FileOf("bad.txt", text));

    [Fact]
    public async Task A_Prometheus_that_does_not_answer_is_told()
    {
        // Port 1 of this machine: no program listens there.
        await RefusesAsync("balloon-exporter: --prometheus.url=http://127.0.0.1:1: ", "--prometheus.url=http://user:secret@127.0.0.1:1");
    }

    [Theory]
    [InlineData("--overcommit=0.9", "--overcommit=0.9 is not a number from 1 to 20")]
    [InlineData("--overcommit=many", "--overcommit=many is not a number")]
    [InlineData("--host.memory=big", "--host.memory=big is not a size")]
    [InlineData("--sweep=0.5-2", "--sweep=0.5-2 is not a range of overcommits")]
    [InlineData("--sweep=3-2", "--sweep=3-2 is not a range of overcommits")]
    [InlineData("--from=2026-11-01", "--from does not go with --csv")]
    [InlineData("--prometheus.token-file=x", "--prometheus.token-file requires --prometheus.url")]
    [InlineData("--openmetrics=x", "one of --csv, --openmetrics, --prometheus.url is needed")]
    public async Task A_bad_option_is_told(string option, string problem)
    {
        var (code, output, errors) = await RunAsync("--csv", "none.csv", option);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(problem, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_that_cannot_be_written_is_told_before_anything_is_run() =>
        await RefusesAsync($"balloon-exporter: --report={PathOf("none")}/a.html: ", "--csv", "none.csv", "--report", Path.Combine(PathOf("none"), "a.html"));

    [Fact]
    public async Task A_rule_file_that_is_missing_is_told() =>
        await RefusesAsync($"balloon-exporter: --rules={PathOf("none.yml")}: No such file or directory\n", "--csv", "none.csv", "--rules", PathOf("none.yml"));

    private async Task RefusesAsync(string problem, params string[] arguments)
    {
        var before = Files;

        var (code, output, errors) = await RunAsync([.. arguments, .. arguments.Contains("--report") ? Array.Empty<string>() : ["--report", PathOf("a.html"), "--json", PathOf("a.json")]]);

        Assert.Equal((2, ""), (code, output));
        // On a busy machine progress is told before.
        var told = Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => !line.EndsWith(" %", StringComparison.Ordinal));
        Assert.StartsWith(problem.TrimEnd('\n'), told, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", errors, StringComparison.Ordinal);
        Assert.Equal(before, Files);
    }
}
