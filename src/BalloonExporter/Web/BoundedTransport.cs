using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace BalloonExporter.Web;

/// <summary>
/// Accepts no more connections than have room: the rest wait in the kernel. What <see cref="ConnectionGate"/> refuses has been accepted
/// already, and a burst would take every file of the process before the first one is refused.
/// </summary>
internal sealed class BoundedTransport(SocketTransportFactory sockets, ConnectionLimits limits) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    // Those on their way to be refused, beside those that are served.
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
                // Nothing came: the address is closed, or accepting failed.
                if (connection is null)
                    _places.Release();
            }

            return connection is null ? null : new PlacedConnection(connection, _places);
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => listener.UnbindAsync(cancellationToken);

        // The places are not disposed of: connections that outlive the address still give theirs back.
        public ValueTask DisposeAsync() => listener.DisposeAsync();
    }
}
