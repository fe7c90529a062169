using System.Net;
using System.Net.Sockets;

namespace BalloonExporter.IntegrationTests.Adversary.OneProcess;

/// <summary>Hundreds of connections that say nothing, or nothing that is a beginning of TLS.</summary>
internal sealed class SilentConnections : IAttack
{
    private const int Connections = 600;
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(12);
    private static readonly IPAddress From = IPAddress.Parse("127.0.0.3");

    public async Task RunAsync(Victim victim)
    {
        var silent = new List<Socket>();
        try
        {
            for (var number = 0; number < Connections; number++)
            {
                silent.Add(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
                await ConnectAsync(silent[^1], victim.Exporter.Address, number % 2 == 0 ? [] : "GET /metrics HTTP/1.1\r\n"u8.ToArray());
            }

            await Task.Delay(Lasts);
        }
        finally
        {
            silent.ForEach(socket => socket.Dispose());
        }
    }

    private static async Task ConnectAsync(Socket socket, Uri address, byte[] words)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        try
        {
            socket.Bind(new IPEndPoint(From, 0));
            await socket.ConnectAsync(address.Host, address.Port, patience.Token);
            await socket.SendAsync(words, patience.Token);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // Refused, or waiting in the kernel: either is an answer to this.
        }
    }
}
