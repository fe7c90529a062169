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
               balloon-lab soak [--minutes N] [--exporter BINARY]
               balloon-lab rescue [--times N] [--exporter BINARY]
               balloon-lab kill [--times N] [--exporter BINARY]
               balloon-lab health [--exporter BINARY]
        """;

    private static Task<int> Main(string[] arguments) => arguments switch
    {
        ["guest-smoke"] => GuestSmoke.RunAsync(),
        ["demo", .. var rest] => DemoOptions.Parse(rest) is ({ } options, _) ? new DemoCommand(options).RunAsync() : WrongAsync(DemoOptions.Parse(rest).Problem),
        ["bench", "scrape", .. var rest] =>
            BenchOptions.Parse(rest) is ({ } options, _) ? new ScrapeBenchmark(options).RunAsync() : WrongAsync(BenchOptions.Parse(rest).Problem),
        ["soak", .. var rest] => SoakOptions.Parse(rest) is ({ } options, _) ? new SoakCommand(options).RunAsync() : WrongAsync(SoakOptions.Parse(rest).Problem),
        ["rescue", .. var rest] => RepeatOptions.Parse(rest, 20) is ({ } options, _) ? new RescueCommand(options).RunAsync() : WrongAsync(RepeatOptions.Parse(rest, 20).Problem),
        ["kill", .. var rest] => RepeatOptions.Parse(rest, 50) is ({ } options, _) ? new KillCommand(options).RunAsync() : WrongAsync(RepeatOptions.Parse(rest, 50).Problem),
        ["health", .. var rest] => HealthOptions.Parse(rest) is ({ } options, _) ? new HealthCommand(options).RunAsync() : WrongAsync(HealthOptions.Parse(rest).Problem),
        _ => WrongAsync(Usage),
    };

    private static async Task<int> WrongAsync(string problem)
    {
        await Console.Error.WriteLineAsync(problem);
        return 2;
    }
}
