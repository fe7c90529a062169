using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace ExporterToolkit.Hosting;

/// <summary>
/// Accepts only as many connections as there is room for: the rest wait in the kernel. Connections that <see cref="ConnectionGate"/>
/// refuses have been accepted already, and a burst would use every file descriptor before the first is refused.
/// </summary>
public sealed class BoundedTransport(SocketTransportFactory sockets, ConnectionLimits limits) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    // Connections about to be refused, in addition to those served.
    private const int Refused = 8;

    public bool CanBind(EndPoint endpoint) => sockets.CanBind(endpoint);

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new BoundedListener(await sockets.BindAsync(endpoint, cancellationToken), limits.Total + Refused);

    private sealed class BoundedListener(IConnectionListener listener, int most) : IConnectionListener
    {
        private readonly SemaphoreSlim _places = new(most);

        public EndPoint EndPoint => listener.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            await _places.WaitAsync(cancellationToken);
            ConnectionContext? connection = null;
            try
            {
                connection = await listener.AcceptAsync(cancellationToken);
            }
            finally
            {
                // No connection: the address is closed, or accepting failed.
                if (connection is null)
                    _places.Release();
            }

            return connection is null ? null : new PlacedConnection(connection, _places);
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => listener.UnbindAsync(cancellationToken);

        // The semaphore is not disposed of: connections that outlive the address still release it.
        public ValueTask DisposeAsync() => listener.DisposeAsync();
    }
}
