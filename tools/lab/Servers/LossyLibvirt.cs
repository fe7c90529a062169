using System.Buffers.Binary;
using System.Net.Sockets;

namespace BalloonExporter.Lab;

/// <summary>A way to a libvirt daemon on which events get lost as long as that is wanted; all else passes as it is.</summary>
public sealed class LossyLibvirt : IAsyncDisposable
{
    // libvirt's RPC: the length of all, then program, version, procedure, type, serial and status of the message, four bytes each.
    private const int LengthBytes = 4;
    private const int TypeAt = 16;
    private const int EventType = 2;
    private const int LongestMessage = 64 * 1024 * 1024;

    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string _path;
    private readonly string _daemon;
    private readonly Task _accepting;
    private volatile bool _losesEvents;
    private int _lost;

    public LossyLibvirt(PrivateLibvirt libvirt)
    {
        // Beside the daemon's own, where pid files are looked for.
        _daemon = libvirt.Folder.PathOf("run", "libvirt", "libvirt-sock");
        _path = libvirt.Folder.PathOf("run", "libvirt", "lossy-sock");
        _listener.Bind(new UnixDomainSocketEndPoint(_path));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    public string Uri => $"qemu:///session?socket={_path}";

    /// <summary>Whether events get lost now.</summary>
    public bool LosesEvents
    {
        get => _losesEvents;
        set => _losesEvents = value;
    }

    /// <summary>How many got lost.</summary>
    public int Lost => Volatile.Read(ref _lost);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
        File.Delete(_path);
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ServeAsync(await _listener.AcceptAsync(_stop.Token)));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var daemon = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await daemon.ConnectAsync(new UnixDomainSocketEndPoint(_daemon), _stop.Token);
            await using var near = new NetworkStream(client, ownsSocket: true);
            await using var far = new NetworkStream(daemon);
            // Either end that closes ends both.
            await await Task.WhenAny(near.CopyToAsync(far, _stop.Token), RelayAsync(far, near));
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // One side hung up, or the test is over.
        }
    }

    private async Task RelayAsync(NetworkStream from, NetworkStream to)
    {
        var length = new byte[LengthBytes];
        while (await from.ReadAtLeastAsync(length, LengthBytes, throwOnEndOfStream: false, _stop.Token) == LengthBytes)
        {
            var count = BinaryPrimitives.ReadInt32BigEndian(length);
            if (count is <= TypeAt + LengthBytes or > LongestMessage)
                throw new IOException($"a message of {count} bytes");
            var message = new byte[count];
            length.CopyTo(message, 0);
            await from.ReadExactlyAsync(message.AsMemory(LengthBytes), _stop.Token);
            if (_losesEvents && BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(TypeAt)) == EventType)
                Interlocked.Increment(ref _lost);
            else
                await to.WriteAsync(message, _stop.Token);
        }
    }
}
