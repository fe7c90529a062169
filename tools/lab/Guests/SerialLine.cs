using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace BalloonExporter.Lab;

/// <summary>The second serial port of a guest: numbered commands go in, one answer to each comes out.</summary>
internal sealed class SerialLine : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly Task _reading;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TaskCompletionSource<string>> _waiting = [];
    private int _lastId;

    private SerialLine(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reading = Task.Run(ReadAsync);
    }

    public static async Task<SerialLine> ConnectAsync(string path, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return new SerialLine(socket);
    }

    /// <returns>What followed "ok".</returns>
    public async Task<string> AskAsync(string command, TimeSpan limit, CancellationToken cancel)
    {
        var id = Interlocked.Increment(ref _lastId).ToString(CultureInfo.InvariantCulture);
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
            _waiting[id] = answer;
        try
        {
            await _stream.WriteAsync(Encoding.ASCII.GetBytes($"{id} {command}\n"), cancel);
            return await answer.Task.WaitAsync(limit, cancel);
        }
        catch (TimeoutException)
        {
            throw new LabException($"no answer to \"{command}\" within {limit.TotalSeconds:0.#} s");
        }
        catch (IOException e)
        {
            throw new LabException($"the serial line broke at \"{command}\": {e.Message}", e);
        }
        finally
        {
            lock (_lock)
                _waiting.Remove(id);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _socket.Dispose();
        await _reading;
    }

    private async Task ReadAsync()
    {
        using var reader = new StreamReader(_stream, Encoding.ASCII, leaveOpen: true);
        try
        {
            while (await reader.ReadLineAsync() is { } line)
                Settle(line);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The guest is gone, or we let go of it.
        }

        lock (_lock)
        {
            foreach (var answer in _waiting.Values)
                answer.TrySetException(new LabException("the guest's serial line was closed"));
        }
    }

    private void Settle(string line)
    {
        var words = line.Split(' ', 3);
        if (words.Length < 2)
            return;
        TaskCompletionSource<string>? answer;
        lock (_lock)
            _waiting.TryGetValue(words[0], out answer);
        var rest = words.Length == 3 ? words[2] : "";
        if (words[1] == "ok")
            answer?.TrySetResult(rest);
        else if (words[1] == "error")
            answer?.TrySetException(new LabException($"the guest says: {rest}"));
    }
}
