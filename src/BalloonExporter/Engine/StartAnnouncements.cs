using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Core.Reflexes;

namespace BalloonExporter.Engine;

/// <summary>
/// Takes announcements of domains that are about to start or to arrive, and wakes the reflexes, which make room. Asks libvirt nothing: while
/// its hook waits for the answer it holds the lock of that domain. Thread-safe.
/// </summary>
internal sealed partial class StartAnnouncements(ExpectedStarts starts, IHostMemoryReader host, ActingRole role, SteadyClock clock, ILogger<StartAnnouncements> log)
{
    /// <summary>Expects a domain.</summary>
    /// <param name="uuid">The domain.</param>
    /// <param name="memoryBytes">The memory it will be started with.</param>
    /// <param name="askedBy">Who announces it.</param>
    /// <returns>What is expected; null when too many are expected already.</returns>
    public ExpectedStart? Announce(Guid uuid, long memoryBytes, string askedBy)
    {
        if (starts.Expect(uuid, Kib.FromBytes(memoryBytes), clock.Now) is not { } start)
        {
            TooMany(uuid, ExpectedStarts.Most);
            return null;
        }

        // Repeated announcements must neither fill the log nor keep the loop busy.
        if (start.IsNew)
        {
            if (role.MayAct)
                Expected(uuid, memoryBytes, Kib.ToBytes(start.RoomKib), TextBounds.Cut(askedBy));
            else
                Seen(uuid, memoryBytes, Kib.ToBytes(start.RoomKib), TextBounds.Cut(askedBy));
            host.Wake();
        }

        return start;
    }

    [LoggerMessage(LogLevel.Information, "A domain is about to start: room is made for it")]
    private partial void Expected(Guid uuid, long memoryBytes, long roomBytes, string askedBy);

    [LoggerMessage(LogLevel.Information, "A domain is about to start: an exporter that acts would make room for it")]
    private partial void Seen(Guid uuid, long memoryBytes, long roomBytes, string askedBy);

    [LoggerMessage(LogLevel.Debug, "An announced start is not expected: too many are")]
    private partial void TooMany(Guid uuid, int expected);
}
