using System.CommandLine;
using BalloonExporter.Cli.Proofs;

namespace BalloonExporter.Tests.Cli.Proofs;

/// <summary>What can be told without a Prometheus; with a real one it is in the suite adversary.</summary>
public sealed class ProofCommandTests
{
    private const string Uuid = "00000000-0000-4000-8000-000000000001";

    [Theory]
    [InlineData("--month=2026-13", "--month=2026-13 is not a month such as 2026-11")]
    [InlineData("--month=November", "--month=November is not a month such as 2026-11")]
    [InlineData("--prometheus.matcher=eu1", "--prometheus.matcher=eu1 is not a matcher")]
    [InlineData("--csv", "--csv and --json are mutually exclusive")]
    public async Task A_bad_option_is_told(string option, string problem)
    {
        var (code, output, errors) = await RunAsync("shop", "--prometheus.url=http://127.0.0.1:1", "--json", option);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(problem, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Prometheus_is_needed_and_a_name_too()
    {
        Assert.Contains("--prometheus.url is needed", (await RunAsync("shop")).Errors, StringComparison.Ordinal);
        Assert.Contains("--prometheus.url=nowhere is not an address", (await RunAsync("shop", "--prometheus.url=nowhere")).Errors, StringComparison.Ordinal);
        Assert.Contains("DOMAIN is empty", (await RunAsync("", "--prometheus.url=http://127.0.0.1:1")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Prometheus_that_does_not_answer_and_a_month_to_come_are_one_message()
    {
        // Port 1 of this machine: no program listens there.
        var (code, output, errors) = await RunAsync("shop", "--prometheus.url=http://user:secret@127.0.0.1:1");
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("balloon-exporter: --prometheus.url=http://127.0.0.1:1: ", Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);

        (code, output, errors) = await RunAsync("shop", "--prometheus.url=http://127.0.0.1:1", "--month=9000-01");
        Assert.Equal((2, "", "balloon-exporter: --month=9000-01 has not begun\n"), (code, output, errors));
    }

    [Fact]
    public void A_month_is_told_in_words() => Assert.Equal(
        [
            $"In November 2026 shop ({Uuid}) had the memory it needed 99.9995 % of the time: it was short of it for 12.5 s of 29 d 23 h.",
            "The objective of 99.99 % was kept.",
            "It was sold 8 GiB and had less for 10 d; what its balloon lent adds up to 480 GiB for one hour.",
            "Beyond its part of the host it occupied memory that adds up to 0.5 GiB for one hour.",
            "It was rescued 3 times; the longest wait for that was 1.5 s.",
            "Host a:10177: from 2026-11-03T00:00:00Z to 2026-11-10T00:00:00Z, short of memory for 10 s.",
            "Host b:10177: from 2026-11-10T00:00:00Z to 2026-12-01T00:00:00Z, short of memory for 2.5 s.",
            "Data begin at 2026-11-03T00:00:00Z: nothing is known of the time before.",
        ],
        ProofWords.Lines(Report(10)));

    [Fact]
    public void What_was_never_short_is_told_so_and_what_was_often_short_has_missed_the_objective()
    {
        var never = ProofWords.Lines(new ProofReport("shop", Uuid, Month, 0.9999, [("a:10177", new ProofFigures { From = Month.From, To = Month.To, ObservedSeconds = 3600 })])).ToList();
        Assert.StartsWith($"In November 2026 shop ({Uuid}) had the memory it needed all the time: for 1 h.", never[0], StringComparison.Ordinal);
        Assert.Contains("It did not have to be rescued.", never);
        Assert.DoesNotContain(never, line => line.StartsWith("Data begin", StringComparison.Ordinal));

        Assert.Contains("The objective of 99.99 % was missed.", ProofWords.Lines(Report(3600)));
    }

    [Fact]
    public void Programs_get_the_same_figures()
    {
        var json = ProofData.Json(Report(10));
        Assert.Contains("\"unmet_seconds\": 12.5,", json, StringComparison.Ordinal);
        Assert.Contains("\"objective_kept\": true,", json, StringComparison.Ordinal);
        Assert.Contains("\"longest_rescue_wait_seconds\": null", json, StringComparison.Ordinal);

        var csv = ProofData.Csv(Report(10) with { Domain = "a \"shop\", with a comma" }).ToList();
        Assert.Equal(4, csv.Count);
        Assert.StartsWith("\"a \"\"shop\"\", with a comma\"," + Uuid + ",2026-11,,2026-11-03T00:00:00Z,2026-12-01T00:00:00Z,8589934592,2588400,12.5,0.999995171,864000,", csv[1], StringComparison.Ordinal);
        Assert.All(csv, line => Assert.True(line.Split(',').Length >= 15, line));
    }

    private static ProofMonth Month => ProofMonth.TryParse("2026-11")!;

    private static ProofReport Report(double unmetSeconds)
    {
        var ofAll = new ProofFigures { ObservedSeconds = 1_294_200, BelowSoldSeconds = 432_000, SoldBytes = 8L << 30 };
        var gibHour = 3600.0 * (1L << 30);
        return new ProofReport("shop", Uuid, Month, 0.9999,
        [
            ("a:10177", ofAll with { From = Month.From + (2 * 86400), To = Month.From + (9 * 86400), UnmetSeconds = unmetSeconds, LentByteSeconds = 480 * gibHour, Rescues = 3, LongestRescueWaitSeconds = 1.5 }),
            ("b:10177", ofAll with { From = Month.From + (9 * 86400), To = Month.To, UnmetSeconds = 2.5, BorrowedByteSeconds = gibHour / 2 }),
        ]);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var parsed = new ProofCommand().Parse(arguments);
        if (parsed.Errors.Count > 0)
            return (2, "", string.Join('\n', parsed.Errors.Select(error => error.Message)));
        var code = await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = errors });
        return (code, output.ToString(), errors.ToString());
    }
}
