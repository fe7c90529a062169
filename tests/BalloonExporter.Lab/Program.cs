using BalloonExporter.Lab.Demo;

namespace BalloonExporter.Lab;

internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["guest-smoke"]:
                return await GuestSmoke.RunAsync();
            case ["demo", .. var rest]:
                var (options, problem) = DemoOptions.Parse(rest);
                if (options is not null)
                    return await new DemoCommand(options).RunAsync();
                await Console.Error.WriteLineAsync(problem);
                return 2;
            default:
                await Console.Error.WriteLineAsync("usage: balloon-lab guest-smoke | demo [--for SECONDS] [--uri URI] [--exporter BINARY]");
                return 2;
        }
    }
}
