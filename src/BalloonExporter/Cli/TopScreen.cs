using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace BalloonExporter.Cli;

/// <summary>Where <c>top</c> shows its table: a terminal, which is redrawn in place, or anything else, which gets one table after another.</summary>
internal sealed class TopScreen : IDisposable
{
    // The alternate screen leaves what was on the terminal as it was.
    private const string Enter = "\e[?1049h\e[?25l";
    private const string Leave = "\e[?25h\e[?1049l";
    private const string ToTop = "\e[H";
    private const string ClearLine = "\e[K";
    private const string ClearRest = "\e[J";

    private const int StandardOutput = 1;

    private static readonly TimeSpan KeyInterval = TimeSpan.FromMilliseconds(50);

    private readonly TextWriter _output;
    private readonly bool _isTerminal;
    private readonly bool _hasKeys;
    private readonly CancellationTokenSource _left;
    private readonly IReadOnlyList<PosixSignalRegistration> _signals;

    private TopScreen(TextWriter output, bool isTerminal, CancellationToken cancellation)
    {
        _output = output;
        _isTerminal = isTerminal;
        _hasKeys = isTerminal && !Console.IsInputRedirected;
        _left = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // The terminal is put back before the process ends.
        _signals = isTerminal ? [.. ((PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP]).Select(signal => PosixSignalRegistration.Create(signal, Leaving))] : [];
        if (isTerminal)
            _output.Write(Enter);
    }

    /// <summary>Cancelled when the user leaves.</summary>
    public CancellationToken Left => _left.Token;

    /// <summary>Whether the user has left.</summary>
    public bool IsLeft => _left.IsCancellationRequested;

    /// <summary>The screen of a command.</summary>
    /// <param name="output">The command's output.</param>
    /// <param name="cancellation">Ends it.</param>
    public static TopScreen Open(TextWriter output, CancellationToken cancellation)
    {
        var isConsole = ReferenceEquals(output, Console.Out);
        // Unlike the console's writer it tells when the reader of a pipe is gone.
        return isConsole && Console.IsOutputRedirected
            ? new TopScreen(new StreamWriter(new FileStream(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write, 0)), isTerminal: false, cancellation)
            : new TopScreen(output, isConsole, cancellation);
    }

    /// <summary>Shows lines. On a terminal they are cut to its size.</summary>
    public void Show(IReadOnlyList<string> lines)
    {
        try
        {
            _output.Write(_isTerminal ? Frame(lines) : string.Concat(lines.Select(line => line + '\n')) + '\n');
            _output.Flush();
        }
        catch (IOException)
        {
            // Its reader is gone.
            _left.Cancel();
        }
    }

    /// <summary>Waits, or until the user leaves.</summary>
    public async Task WaitAsync(TimeSpan time)
    {
        try
        {
            for (var left = time; left > TimeSpan.Zero; left -= KeyInterval)
            {
                if (_hasKeys && IsAskedToLeave())
                {
                    await _left.CancelAsync();
                    return;
                }

                await Task.Delay(_hasKeys && left > KeyInterval ? KeyInterval : left, Left);
                if (!_hasKeys)
                    return;
            }
        }
        catch (OperationCanceledException)
        {
            // Left.
        }
    }

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        if (_isTerminal)
        {
            _output.Write(Leave);
            _output.Flush();
        }

        _left.Dispose();
    }

    private void Leaving(PosixSignalContext context)
    {
        context.Cancel = true;
        _left.Cancel();
    }

    private static bool IsAskedToLeave()
    {
        while (Console.KeyAvailable)
        {
            if (Console.ReadKey(intercept: true).KeyChar is 'q' or 'Q')
                return true;
        }

        return false;
    }

    private static string Frame(IReadOnlyList<string> lines)
    {
        var (width, height) = (Math.Max(1, Console.WindowWidth), Math.Max(2, Console.WindowHeight));
        var frame = new StringBuilder(ToTop);
        foreach (var line in lines.Take(height - 1))
            frame.Append(line.Length > width ? line.AsSpan(0, width) : line).Append(ClearLine).Append("\r\n");
        var rest = lines.Count - (height - 1);
        return frame.Append(ClearRest).Append(rest > 0 ? $"{rest} more lines; q leaves" : "q leaves").Append(ClearLine).ToString();
    }
}
