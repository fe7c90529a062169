using System.Diagnostics;

namespace BalloonExporter.Lab.Bench;

/// <summary>An exporter, ours or another one, started and asked the same way.</summary>
internal sealed class MeasuredExporter : ISubject, IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);
    private readonly ChildProcess _process;
    private readonly Uri _page;

    private MeasuredExporter(string name, ChildProcess process, Uri page, TimeSpan started)
    {
        Name = name;
        _process = process;
        _page = page;
        StartToFirstScrape = started;
    }

    public string Name { get; }

    public int? ProcessId => _process.Id;

    /// <summary>From before the process is there to the last byte of its first page.</summary>
    public TimeSpan StartToFirstScrape { get; }

    public long ResidentBytes => ProcFile.ResidentBytes(_process.Id) ?? throw new LabException($"{Name} is gone\n{_process.Tail()}");

    /// <param name="folder">Where its pid file goes.</param>
    /// <param name="name">Its name in the tables.</param>
    /// <param name="command">Without the address to listen on.</param>
    public static async Task<MeasuredExporter> StartAsync(LabFolder folder, string name, IReadOnlyList<string> command)
    {
        var port = FreePort.Find();
        var page = new Uri($"http://127.0.0.1:{port}/metrics");
        var watch = Stopwatch.StartNew();
        var process = await ChildProcess.StartAsync(folder, $"bench-{port}", [.. command, $"--web.listen-address=127.0.0.1:{port}"]);
        try
        {
            while (!await LabHttp.AnswersAsync(page, CancellationToken.None))
            {
                if (process.HasExited || watch.Elapsed > StartLimit)
                    throw new LabException($"{name} does not answer\n{process.Tail()}");
                await Task.Delay(1);
            }
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }

        return new MeasuredExporter(name, process, page, watch.Elapsed);
    }

    public async Task<string?> AskAsync() => await LabHttp.Client.GetStringAsync(_page);

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
