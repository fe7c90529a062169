using System.Net;
using ExporterToolkit.Logging;
using Microsoft.AspNetCore.Connections;

namespace ExporterToolkit.Hosting;

/// <summary>Accepts connections up to <see cref="ConnectionLimits"/>, and ends those that send no request.</summary>
public sealed partial class ConnectionGate(ConnectionLimits limits, TimeProvider time, ILogger<ConnectionGate> log)
{
    // The server itself ends a connection with an incomplete request.
    private static readonly TimeSpan FirstRequestDeadline = TimeSpan.FromSeconds(15);

    private const int Capacity = 256;
    private const string Others = "others";

    private readonly Repetitions<string, string> _refused = new(Capacity, time);

    /// <summary>Serves a connection, or ends it where there is no place.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="scope">What it may ask for: its kind, and a feature of it from now on.</param>
    /// <param name="next">What serves it.</param>
    public async Task HandleAsync<TScope>(ConnectionContext connection, TScope scope, ConnectionDelegate next)
        where TScope : class
    {
        using var place = limits.TryEnter(scope, connection.RemoteEndPoint);
        if (place is null)
        {
            Refuse(connection.RemoteEndPoint);
            connection.Abort(new ConnectionAbortedException("too many connections"));
            return;
        }

        var use = new ConnectionUse();
        connection.Features.Set(use);
        connection.Features.Set(scope);
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
