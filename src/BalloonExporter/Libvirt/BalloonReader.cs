using System.Diagnostics;
using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>Reads balloon statistics over a few connections in parallel: a frozen QEMU can block such a call.</summary>
/// <remarks>
/// libvirt's NOWAIT only skips guests that are known to be busy. The first call to a guest that has just frozen blocks until it thaws;
/// later calls find it busy and skip it. So a blocked call is abandoned together with its connection and repeated on a new one, until the
/// deadline.
/// </remarks>
internal sealed partial class BalloonReader(string uri, int connections, HangingCalls hanging, ILogger log)
{
    // A call that takes longer without a reason is blocked. Many domains are a reason, and a first read on a busy host is slow.
    private static readonly TimeSpan ShortestAttempt = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestPerDomain = TimeSpan.FromMilliseconds(25);

    // A guest that another reader is querying looks busy for a millisecond or two and is skipped.
    private static readonly TimeSpan SkippedPause = TimeSpan.FromMilliseconds(20);
    private const int AskedAgain = 2;

    private readonly StatisticsSession[] _sessions = [.. Enumerable.Range(0, connections).Select(_ => new StatisticsSession(uri, hanging, log))];
    private readonly DomainSlices _slices = new(connections);
    private long _usualTicks;
    private long _monitorCalls;

    public IReadOnlyList<StatisticsSession> Sessions => _sessions;

    /// <summary>Number of monitors asked so far, one for each domain of a call.</summary>
    public long MonitorCalls => Interlocked.Read(ref _monitorCalls);

    /// <summary>Reads states and balloon statistics of those domains that answer in time. Never throws because of libvirt.</summary>
    /// <param name="active">All domains that run: each stays with its connection.</param>
    /// <param name="asked">Those of them to read.</param>
    /// <param name="progress">Receives each slice as soon as it was read.</param>
    /// <param name="deadline">How long libvirt has.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task ReadAsync(
        IReadOnlyCollection<Guid> active, IReadOnlySet<Guid> asked, ReadProgress progress, TimeSpan deadline, CancellationToken cancellation) =>
        Task.WhenAll(_sessions.Zip(_slices.Split(active), async (session, slice) =>
            progress.Add(await ReadSliceAsync(session, slice, [.. slice.Where(asked.Contains)], deadline, cancellation))));

    /// <summary>Whether the domain's monitor answered; libvirt knows the other values without it.</summary>
    internal static bool HasAnswered(BalloonStats? balloon) => (balloon?.RssKib ?? balloon?.LastUpdateUnixSeconds) is not null;

    private async Task<IReadOnlyList<DomainStats>> ReadSliceAsync(
        StatisticsSession session, IReadOnlyCollection<Guid> slice, IReadOnlyCollection<Guid> uuids, TimeSpan deadline, CancellationToken cancellation)
    {
        if (uuids.Count == 0)
            return [];
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var left = deadline - Stopwatch.GetElapsedTime(started);
            var attempt = AttemptFor(uuids.Count, TimeSpan.FromTicks(Interlocked.Read(ref _usualTicks)), left);
            var attemptStarted = Stopwatch.GetTimestamp();
            Interlocked.Add(ref _monitorCalls, uuids.Count);
            try
            {
                var stats = await session.ReadAsync(slice, uuids, attempt, cancellation);
                Interlocked.Exchange(ref _usualTicks, Stopwatch.GetElapsedTime(attemptStarted).Ticks);
                return await AskAgainAsync(session, stats, deadline - Stopwatch.GetElapsedTime(started), cancellation);
            }
            catch (TimeoutException exception)
            {
                left = deadline - Stopwatch.GetElapsedTime(started);
                if (left > ShortestAttempt && Stopwatch.GetElapsedTime(attemptStarted) >= attempt)
                    continue;
                SliceFailed(uuids.Count, exception.Message);
                return [];
            }
            catch (LibvirtException exception)
            {
                SliceFailed(uuids.Count, exception.Message);
                return [];
            }
        }
    }

    private async Task<IReadOnlyList<DomainStats>> AskAgainAsync(
        StatisticsSession session, IReadOnlyList<DomainStats> stats, TimeSpan left, CancellationToken cancellation)
    {
        var complete = stats.ToDictionary(each => each.Uuid);
        for (var again = 0; again < AskedAgain && left > ShortestAttempt; again++)
        {
            var skipped = complete.Values.Where(each => !HasAnswered(each.Balloon)).Select(each => each.Uuid).ToList();
            if (skipped.Count == 0)
                break;
            var started = Stopwatch.GetTimestamp();
            await Task.Delay(SkippedPause, cancellation);
            Interlocked.Add(ref _monitorCalls, skipped.Count);
            try
            {
                foreach (var answered in await session.ReadAgainAsync(skipped, ShortestAttempt, cancellation))
                    complete[answered.Uuid] = answered;
            }
            catch (Exception exception) when (exception is TimeoutException or LibvirtException)
            {
                SliceFailed(skipped.Count, exception.Message);
                break;
            }

            left -= Stopwatch.GetElapsedTime(started);
        }

        return [.. complete.Values];
    }

    /// <summary>How long a call may take before it is abandoned.</summary>
    /// <param name="domains">Number of domains in the call.</param>
    /// <param name="usual">Duration of the last call; zero before the first.</param>
    /// <param name="left">Time until the deadline.</param>
    internal static TimeSpan AttemptFor(int domains, TimeSpan usual, TimeSpan left)
    {
        // Five times the usual duration is too long; half of the remaining time leaves room for another attempt.
        var shortest = ShortestAttempt + (ShortestPerDomain * domains);
        var patient = usual * 5 > shortest ? usual * 5 : shortest;
        var half = left / 2;
        return half < patient && half > TimeSpan.Zero ? half : patient;
    }

    [LoggerMessage(LogLevel.Debug, "Balloon statistics of some domains could not be read")]
    private partial void SliceFailed(int domains, string err);
}
