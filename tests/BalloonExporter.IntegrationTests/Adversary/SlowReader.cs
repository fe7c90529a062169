using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BalloonExporter.IntegrationTests.Adversary;

/// <summary>Asks for a page over and over and reads a few bytes of it at a time: faster than the server's own least rate, slower than any honest client.</summary>
internal sealed class SlowReader : IDisposable
{
    private const int Sip = 160;
    private const int Requests = 20;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 2048 };
    private readonly byte[] _buffer = new byte[Sip];

    public static SlowReader Connect(Uri address, IPAddress from, string path)
    {
        var reader = new SlowReader();
        reader._socket.Bind(new IPEndPoint(from, 0));
        reader._socket.Connect(address.Host, address.Port);
        reader._socket.Send(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat($"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n", Requests))));
        reader._socket.Blocking = false;
        return reader;
    }

    /// <summary>Reads what is there, a few bytes at most. False when the connection has ended.</summary>
    public bool Read()
    {
        try
        {
            return _socket.Receive(_buffer) > 0;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode == SocketError.WouldBlock;
        }
    }

    public void Dispose() => _socket.Dispose();
}
