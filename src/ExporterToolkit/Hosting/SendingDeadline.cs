using ExporterToolkit.Logging;

namespace ExporterToolkit.Hosting;

/// <summary>Ends a connection whose client takes too long to read an answer, since the answer's data is held for that long.</summary>
public sealed partial class SendingDeadline(TimeProvider time, ILogger<SendingDeadline> log)
{
    /// <summary>Time limit of a client.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private const int Capacity = 256;
    private const string Others = "others";

    private readonly Repetitions<string, string> _slow = new(Capacity, time);

    /// <summary>To come before whatever writes the answer.</summary>
    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        using var sending = new Sending(context, time);
        context.Response.OnStarting(sending.BeginAsync);
        try
        {
            await next(context);
        }
        finally
        {
            if (sending.End())
                Tell(context);
        }
    }

    private void Tell(HttpContext context)
    {
        var sender = context.Connection.RemoteIpAddress?.ToString() ?? "local";
        if (_slow.IsFirst(sender, Others, sender))
            TooSlow(sender, Longest.TotalSeconds, null);
        foreach (var (last, count) in _slow.TakeDue())
            TooSlow(last, Longest.TotalSeconds, count);
    }

    [LoggerMessage(LogLevel.Warning, "A connection was ended: its client takes too long to read the answer")]
    private partial void TooSlow(string sender, double mostSeconds, long? repeated);

    private sealed class Sending(HttpContext context, TimeProvider time) : IDisposable
    {
        private readonly Lock _lock = new();
        private ITimer? _timer;
        private bool _ended;
        private bool _late;

        public Task BeginAsync()
        {
            lock (_lock)
                _timer ??= time.CreateTimer(_ => Late(), null, Longest, Timeout.InfiniteTimeSpan);
            return Task.CompletedTask;
        }

        /// <summary>Ends the watch. Returns whether the client was too slow.</summary>
        public bool End()
        {
            lock (_lock)
            {
                _ended = true;
                return _late;
            }
        }

        public void Dispose() => _timer?.Dispose();

        // A context is reused for the next request of its connection: it must not be ended after this one.
        private void Late()
        {
            lock (_lock)
            {
                if (_ended)
                    return;
                _late = true;
                context.Abort();
            }
        }
    }
}
