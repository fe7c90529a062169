using BalloonExporter.Domains;
using LibvirtSharp;

namespace BalloonExporter.Hypervisor;

/// <summary>Versions of what a connection leads to: asked once per connection, beside the reads and never before them.</summary>
/// <remarks>
/// A daemon that has just started runs every QEMU binary once to learn what it can do, and <c>virConnectGetVersion</c> waits for that:
/// seconds on a busy host, in which states and balloons can be read all the same.
/// </remarks>
internal sealed class HypervisorVersions(Func<HypervisorInfo> read)
{
    private readonly Lock _lock = new();
    private Task<HypervisorInfo>? _question;

    /// <summary>Asks a connection.</summary>
    public static HypervisorVersions Of(LibvirtConnection connection) => new(() => new HypervisorInfo(
        connection.Uri,
        connection.HypervisorType.ToLowerInvariant(),
        Libvirt.LibraryVersion.ToString(),
        connection.DaemonVersion.ToString(),
        connection.HypervisorVersion.ToString()));

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
                _question = Task.Factory.StartNew(read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return _question;
        }
    }
}
