using System.Net;
using BalloonExporter.Core.Model;
using BalloonExporter.Engine;
using Microsoft.AspNetCore.Connections;

namespace BalloonExporter.Web;

/// <summary>Accepts connections up to <see cref="ConnectionLimits"/>, and ends those that send no request.</summary>
internal sealed partial class ConnectionGate(ConnectionLimits limits, TimeProvider time, ILogger<ConnectionGate> log)
{
    // The server itself ends a connection with an incomplete request.
    private static readonly TimeSpan FirstRequestDeadline = TimeSpan.FromSeconds(15);

    private const int Capacity = 256;
    private const string Others = "others";

    private readonly Repetitions<string, string> _refused = new(Capacity, new SteadyClock(time));

    public async Task HandleAsync(ConnectionContext connection, EndpointScope listener, ConnectionDelegate next)
    {
        using var place = limits.TryEnter(listener, connection.RemoteEndPoint);
        if (place is null)
        {
            Refuse(connection.RemoteEndPoint);
            connection.Abort(new ConnectionAbortedException("too many connections"));
            return;
        }

        var use = new ConnectionUse();
        connection.Features.Set(use);
        connection.Features.Set(listener);
        await using var deadline = time.CreateTimer(_ => EndUnused(use, connection), null, FirstRequestDeadline, Timeout.InfiniteTimeSpan);
        await next(connection);
    }

    /// <summary>Records that a connection has sent a request.</summary>
    public static Task NoteUse(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<ConnectionUse>() is { } use)
            use.Used = true;
        return next(context);
    }

    private static void EndUnused(ConnectionUse use, ConnectionContext connection)
    {
        if (!use.Used)
            connection.Abort(new ConnectionAbortedException("no request was sent"));
    }

    private void Refuse(EndPoint? remote)
    {
        var sender = (remote as IPEndPoint)?.Address.ToString() ?? "local";
        if (_refused.IsFirst(sender, Others, sender))
            TooMany(sender, limits.PerAddress, limits.Total, null);
        foreach (var (last, count) in _refused.TakeDue())
            TooMany(last, limits.PerAddress, limits.Total, count);
    }

    [LoggerMessage(LogLevel.Warning, "A connection was refused: too many are open")]
    private partial void TooMany(string sender, int perAddress, int inAll, long? repeated);

    private sealed class ConnectionUse
    {
        private volatile bool _used;

        public bool Used
        {
            get => _used;
            set => _used = value;
        }
    }
}
