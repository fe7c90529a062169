using System.CommandLine;
using System.Globalization;
using System.Text;
using BalloonExporter.Cli.Backtesting;

namespace BalloonExporter.Tests.Backtesting;

/// <summary>Runs the command in a folder of its own.</summary>
public abstract class BacktestFixture : IDisposable
{
    /// <summary>UNIX seconds of the first moment of each history here.</summary>
    protected const long Start = 1_700_000_100;

    protected const int Step = 300;

    private readonly string _folder = Directory.CreateTempSubdirectory("balloon-backtest").FullName;

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected string PathOf(string name) => Path.Combine(_folder, name);

    private protected IReadOnlyList<string> Files => [.. Directory.EnumerateFiles(_folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private protected string FileOf(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    /// <summary>A table of servers that were all sold the same.</summary>
    private protected string Csv(int servers, int soldMib, int moments, Func<int, int, int?> usedMib)
    {
        var text = new StringBuilder($"timestamp,{string.Join(',', Enumerable.Range(1, servers).Select(number => $"vm{number}"))}\n");
        text.Append(CultureInfo.InvariantCulture, $"capacity_mib{string.Concat(Enumerable.Repeat($",{soldMib}", servers))}\n");
        for (var moment = 0; moment < moments; moment++)
            text.Append(CultureInfo.InvariantCulture, $"{Start + (moment * Step)},{string.Join(',', Enumerable.Range(0, servers).Select(server => usedMib(server, moment)))}\n");
        return FileOf("history.csv", text.ToString());
    }

    private protected static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var parsed = new BacktestCommand().Parse(arguments);
        if (parsed.Errors.Count > 0)
            return (2, "", string.Join('\n', parsed.Errors.Select(error => error.Message)));
        var code = await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = errors });
        return (code, output.ToString(), errors.ToString());
    }
}
