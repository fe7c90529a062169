using System.Globalization;

namespace BalloonExporter.Tests.Alerts.Differential;

/// <summary>
/// The plan in PromQL and the plan in C# make the same of the same histories, of 200 random hosts: levels, demands, splits, takes, growth, recovery. So
/// do the reflexes of the demand, and of the hard floor but for the slope, where the newest sample can tell it.
/// BALLOON_PLAN_HOSTS=N compares N times as many.
/// </summary>
public sealed class PlanDifferenceTests
{
    private static readonly int Times = int.Parse(Environment.GetEnvironmentVariable("BALLOON_PLAN_HOSTS") ?? "1", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Rules_and_code_make_the_same_plan_of_200_random_hosts()
    {
        var coverage = new Coverage();
        var folder = Directory.CreateTempSubdirectory("balloon-plan");
        try
        {
            var quick = Run("quick", TimeSpan.FromSeconds(14), Make(14, 126, [(1009, 3), (5003, 60), (15007, 30)], first: 0));
            var slow = Run("slow", TimeSpan.FromSeconds(61), Make(61, 549, [(29989, 60), (59993, 50)], first: 10_000));
            await Task.WhenAll(quick, slow);

            Assert.All(await Task.WhenAll(quick, slow), result => Assert.True(result.ExitCode == 0, result.Output[..Math.Min(result.Output.Length, 20_000)]));
            Assert.All(coverage.Counts, each => Assert.True(each.Value >= 5, $"{each.Key}: only {each.Value}"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        async Task<(int ExitCode, string Output)> Run(string name, TimeSpan evaluateEvery, IEnumerable<Group> groups)
        {
            var file = Path.Combine(folder.FullName, $"{name}.test.yml");
            var rules = Path.Combine(Repository.Root, "alerts", "planner.rules.yml");
            var text = string.Concat(groups.Select(group => group.Text(coverage)));
            await File.WriteAllTextAsync(file, string.Create(CultureInfo.InvariantCulture, $"rule_files: ['{rules}']\nevaluation_interval: {evaluateEvery.TotalSeconds}s\ntests:\n{text}"));
            return await Tool.RunAsync("promtool", "test", "rules", file);
        }
    }

    private static IEnumerable<Group> Make(int evaluateSeconds, int seconds, IEnumerable<(int ScrapeMilliseconds, int Hosts)> kinds, int first)
    {
        foreach (var (milliseconds, hosts) in kinds)
        {
            yield return new Group(
                TimeSpan.FromMilliseconds(milliseconds), TimeSpan.FromSeconds(evaluateSeconds), TimeSpan.FromSeconds(seconds), first, hosts * Times);
            first += hosts * Times;
        }
    }
}
