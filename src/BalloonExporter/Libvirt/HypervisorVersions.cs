using BalloonExporter.Core.Model;
using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>Versions behind a connection: asked once per connection, in parallel to the reads.</summary>
/// <remarks>
/// A daemon that has just started runs every QEMU binary once to find its capabilities, and <c>virConnectGetVersion</c> waits for that:
/// seconds on a busy host, during which states and balloons can be read. So it is asked over a separate connection.
/// </remarks>
internal sealed class HypervisorVersions(Func<Task<HypervisorInfo>> read)
{
    private static readonly TimeSpan CallDeadline = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private Task<HypervisorInfo>? _question;

    /// <summary>Asks over a session.</summary>
    public static HypervisorVersions Over(LibvirtSession session) => new(() => session.CallAsync(Read, CallDeadline, CancellationToken.None));

    /// <summary>The answer, which the first callers wait for a short time; null while unknown.</summary>
    public async Task<HypervisorInfo?> ReadAsync(TimeSpan patience, CancellationToken cancellation)
    {
        var question = Ask();
        try
        {
            return await question.WaitAsync(patience, cancellation);
        }
        catch (Exception exception) when (exception is TimeoutException or LibvirtException or ObjectDisposedException)
        {
            // Not known yet, or the connection broke. Nothing depends on it, and the next read tries again.
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
