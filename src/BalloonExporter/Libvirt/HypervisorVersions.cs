using BalloonExporter.Core.Model;
using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>Versions of what a connection leads to: asked once per connection of the states, beside the reads and never before them.</summary>
/// <remarks>
/// A daemon that has just started runs every QEMU binary once to learn what it can do, and <c>virConnectGetVersion</c> waits for that:
/// seconds on a busy host, in which states and balloons can be read all the same. So it is asked over a connection of its own.
/// </remarks>
internal sealed class HypervisorVersions(Func<Task<HypervisorInfo>> read)
{
    private static readonly TimeSpan CallDeadline = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private Task<HypervisorInfo>? _question;

    /// <summary>Asks over a session.</summary>
    public static HypervisorVersions Over(LibvirtSession session) => new(() => session.CallAsync(Read, CallDeadline, CancellationToken.None));

    /// <summary>The answer, for which the first ones to ask wait a moment; null while it is not known.</summary>
    public async Task<HypervisorInfo?> ReadAsync(TimeSpan patience, CancellationToken cancellation)
    {
        var question = Ask();
        try
        {
            return await question.WaitAsync(patience, cancellation);
        }
        catch (Exception exception) when (exception is TimeoutException or LibvirtException or ObjectDisposedException)
        {
            // Not known yet, or the connection broke meanwhile. Nothing depends on it, and the next read looks again.
            return null;
        }
    }

    private Task<HypervisorInfo> Ask()
    {
        lock (_lock)
        {
            if (_question is null or { IsFaulted: true })
                _question = read();
            return _question;
        }
    }

    private static HypervisorInfo Read(LibvirtConnection connection) => new(
        connection.Uri,
        connection.HypervisorType.ToLowerInvariant(),
        LibvirtSharp.Libvirt.LibraryVersion.ToString(),
        connection.DaemonVersion.ToString(),
        connection.HypervisorVersion.ToString());
}
