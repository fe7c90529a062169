using System.Diagnostics;

namespace BalloonExporter.Lab;

/// <summary>A server of the lab: dies with this process whatever ends it, keeps its output, is stopped by its id.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private const int KeptLines = 20_000;
    private readonly Process _process;
    private readonly Lock _lock = new();
    private readonly List<LogLine> _lines = [];
    private readonly string _pidFile;
    private int? _exitCode;
    private bool _disposed;

    private ChildProcess(string name, Process process, string pidFile)
    {
        Name = name;
        _process = process;
        _pidFile = pidFile;
    }

    public string Name { get; }

    public int Id { get; private set; }

    public bool HasExited => _disposed || _process.HasExited;

    /// <summary>Null while it runs.</summary>
    public int? ExitCode => _disposed ? _exitCode : _process.HasExited ? _process.ExitCode : null;

    public IReadOnlyList<LogLine> Lines
    {
        get
        {
            lock (_lock)
                return [.. _lines];
        }
    }

    /// <summary>Raised on a thread of the pool for each line of output.</summary>
    public event Action<LogLine>? LineWritten;

    public static async Task<ChildProcess> StartAsync(
        LabFolder folder,
        string name,
        IReadOnlyList<string> command,
        IReadOnlyDictionary<string, string>? environment = null,
        bool asLabUser = false)
    {
        // A session of its own: Ctrl-C in a terminal goes to the whole group and would fell the servers before we take them down.
        var start = new ProcessStartInfo("setsid")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder.Path,
        };
        start.ArgumentList.Add("setpriv");
        if (asLabUser && LabUser.Current is { } user)
        {
            foreach (var argument in user.SetprivArguments)
                start.ArgumentList.Add(argument);
        }

        start.ArgumentList.Add("--pdeathsig");
        start.ArgumentList.Add("KILL");
        start.ArgumentList.Add("--");
        foreach (var argument in command)
            start.ArgumentList.Add(argument);
        // Marks the process as the lab's own for the reaper.
        start.Environment[LabFolder.EnvironmentVariable] = folder.Path;
        SystemFolders.AddTo(start);
        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
            start.Environment[key] = value;

        var process = new Process { StartInfo = start };
        var child = new ChildProcess(name, process, System.IO.Path.Combine(folder.PidFolder, name + ".pid"));
        process.OutputDataReceived += (_, e) => child.Keep(e.Data);
        process.ErrorDataReceived += (_, e) => child.Keep(e.Data);
        await SpawningThread.StartAsync(process);
        child.Id = process.Id;
        await File.WriteAllTextAsync(child._pidFile, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Polls until the condition holds; fails at once when the process ends, with the end of its log.</summary>
    public async Task WaitUntilAsync(string what, Func<CancellationToken, Task<bool>> condition, TimeSpan limit, CancellationToken cancel = default)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (await condition(cancel))
                return;
            if (HasExited)
            {
                // Its last words may still be on their way.
                await Task.Delay(200, cancel);
                throw new LabException($"{Name} ended with code {ExitCode} before {what}\n{Tail()}");
            }

            if (watch.Elapsed > limit)
                throw new LabException($"{Name}: no {what} within {limit.TotalSeconds:0.#} s\n{Tail()}");
            await Task.Delay(50, cancel);
        }
    }

    public string Tail(int count = 20)
    {
        lock (_lock)
            return string.Join('\n', _lines.TakeLast(count).Select(line => $"  | {line.Text}"));
    }

    /// <summary>SIGTERM, then SIGKILL when that was not heeded in time.</summary>
    public async Task StopAsync(TimeSpan limit)
    {
        if (HasExited)
            return;
        Signals.SendTerminate(Id);
        using var timeout = new CancellationTokenSource(limit);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
        }
    }

    public async Task KillAsync()
    {
        if (HasExited)
            return;
        Signals.SendKill(Id);
        // The exit of the process only: a grandchild may hold the pipes open for longer.
        while (!_process.HasExited)
            await Task.Delay(10);
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        await StopAsync(TimeSpan.FromSeconds(5));
        File.Delete(_pidFile);
        _exitCode = _process.ExitCode;
        _disposed = true;
        _process.Dispose();
    }

    private void Keep(string? text)
    {
        if (text is null)
            return;
        var line = new LogLine(TimeProvider.System.GetUtcNow(), text);
        lock (_lock)
        {
            if (_lines.Count == KeptLines)
                _lines.RemoveRange(0, KeptLines / 10);
            _lines.Add(line);
        }

        LineWritten?.Invoke(line);
    }
}
