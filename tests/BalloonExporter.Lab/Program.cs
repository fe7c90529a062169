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
        ["bench", "quiet", .. var rest] => Counted(rest, "--domains", 100, options => new QuietCommand(options).RunAsync()),
        ["bench", "flood", .. var rest] => Counted(rest, "--seconds", 60, options => new FloodCommand(options).RunAsync()),
        ["soak", .. var rest] => Counted(rest, "--minutes", 60, options => new SoakCommand(options).RunAsync()),
        ["rescue", .. var rest] => Counted(rest, "--times", 20, options => new RescueCommand(options).RunAsync()),
        ["kill", .. var rest] => Counted(rest, "--times", 50, options => new KillCommand(options).RunAsync()),
        ["health", .. var rest] => HealthOptions.Parse(rest) is ({ } options, _) ? new HealthCommand(options).RunAsync() : WrongAsync(HealthOptions.Parse(rest).Problem),
        _ => WrongAsync(Usage),
    };

    private static Task<int> Counted(IReadOnlyList<string> arguments, string counted, int count, Func<CountOptions, Task<int>> run) =>
        CountOptions.Parse(arguments, counted, count) is var (options, problem) && options is not null ? run(options) : WrongAsync(problem);

    private static async Task<int> WrongAsync(string problem)
    {
        await Console.Error.WriteLineAsync(problem);
        return 2;
    }
}
