using System.Globalization;
using BalloonExporter.Fuzz.Http;
using BalloonExporter.Fuzz.Targets;
using SharpFuzz;

namespace BalloonExporter.Fuzz;

internal static class Program
{
    private const string Usage = """
        usage: balloon-fuzz list                  the targets, a line each
               balloon-fuzz afl TARGET            under afl-fuzz, which brings the inputs
               balloon-fuzz run TARGET FILE...    reads these files once; what is found ends it with its stack
               balloon-fuzz http BINARY CORPUS FINDINGS SECONDS SEED
                                                  sends wrong requests to the exporter that it starts
        """;

    private static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["list"]:
                Console.WriteLine(string.Join('\n', AllTargets.List.Select(target => target.Name)));
                return 0;
            case ["afl", var name] when AllTargets.Find(name) is { } target:
                Fuzzer.OutOfProcess.Run(stream => target.Read(Bytes(stream)));
                return 0;
            case ["run", var name, .. var files] when files.Length > 0 && AllTargets.Find(name) is { } target:
                foreach (var file in files)
                    target.Read(File.ReadAllBytes(file));
                return 0;
            case ["http", var binary, var corpus, var findings, var seconds, var seed]:
                return await new HttpFuzz(new HttpFuzzOptions(
                    binary, corpus, findings, TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)), int.Parse(seed, CultureInfo.InvariantCulture))).RunAsync();
            default:
                Console.Error.WriteLine(Usage);
                return 2;
        }
    }

    private static byte[] Bytes(Stream stream)
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
