using BalloonExporter.Lab.Bench;
using BalloonExporter.Lab.Demo;
using BalloonExporter.Lab.Health;
using BalloonExporter.Lab.Rescue;
using BalloonExporter.Lab.Soak;

namespace BalloonExporter.Lab;

internal static class Program
{
    private const string Usage = """
        usage: balloon-lab guest-smoke
               balloon-lab demo [--for SECONDS] [--uri URI] [--exporter BINARY]
               balloon-lab bench scrape [--domains N,N] [--scrapes N] [--memory-scrapes N] [--exporter BINARY]
               balloon-lab bench quiet [--domains N] [--exporter BINARY]
               balloon-lab bench flood [--seconds N] [--exporter BINARY]
               balloon-lab soak [--minutes N] [--exporter BINARY]
               balloon-lab rescue [--runs N] [--rate MIB_PER_SECOND] [--no-swap] [--exporter BINARY]
               balloon-lab kill [--times N] [--exporter BINARY]
               balloon-lab health [--exporter BINARY]
               balloon-lab reap
        """;

    private static async Task<int> Main(string[] arguments)
    {
        try
        {
            return await RunAsync(arguments);
        }
        catch (UsageException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 2;
        }
    }

    private static Task<int> RunAsync(string[] arguments) => arguments switch
    {
        ["guest-smoke"] => GuestSmoke.RunAsync(),
        ["demo", .. var rest] => new DemoCommand(DemoOptions.Of(new Flags(rest, "--for", "--uri"))).RunAsync(),
        ["bench", "scrape", .. var rest] =>
            new ScrapeBenchmark(BenchOptions.Of(new Flags(rest, "--domains", "--scrapes", "--memory-scrapes"))).RunAsync(),
        ["bench", "quiet", .. var rest] => new QuietCommand(Counted(rest, "--domains", 100)).RunAsync(),
        ["bench", "flood", .. var rest] => new FloodCommand(Counted(rest, "--seconds", 60)).RunAsync(),
        ["soak", .. var rest] => new SoakCommand(Counted(rest, "--minutes", 60)).RunAsync(),
        ["rescue", .. var rest] => new RescueCommand(RescueOptions.Of(rest)).RunAsync(),
        ["kill", .. var rest] => new KillCommand(Counted(rest, "--times", 50)).RunAsync(),
        ["health", .. var rest] => new HealthCommand(new Flags(rest).Exporter()).RunAsync(),
        ["reap"] => ReapAsync(),
        _ => throw new UsageException(Usage),
    };

    private static async Task<int> ReapAsync()
    {
        await Reaper.ReapAsync(LabFolder.Parent);
        return 0;
    }

    private static CountOptions Counted(IReadOnlyList<string> arguments, string counted, int count)
    {
        var flags = new Flags(arguments, counted);
        return new CountOptions(flags.Exporter(), flags.Number(counted) ?? count);
    }
}
