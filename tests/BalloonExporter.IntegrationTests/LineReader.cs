using System.Text;

namespace BalloonExporter.IntegrationTests;

/// <summary>Reads a named pipe from now on.</summary>
internal sealed class LineReader : IAsyncDisposable
{
    private readonly FileStream _pipe;
    private readonly StringBuilder _text = new();
    private readonly Task _reading;

    public LineReader(string path)
    {
        // For writing too: the end of its writers is then no end of it.
        _pipe = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        _reading = Task.Run(Read);
    }

    /// <summary>All whole lines so far.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_text)
                return _text.ToString().Split('\n')[..^1];
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Ends the read: there is no writer any more.
        await _pipe.WriteAsync("\0"u8.ToArray());
        await _reading;
        await _pipe.DisposeAsync();
    }

    private void Read()
    {
        var buffer = new byte[65536];
        for (var count = _pipe.Read(buffer); count > 0 && buffer[count - 1] != 0; count = _pipe.Read(buffer))
        {
            lock (_text)
                _text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }
    }
}
