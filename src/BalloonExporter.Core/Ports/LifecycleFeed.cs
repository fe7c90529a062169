using System.Threading.Channels;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ports;

/// <summary>Starts and stops of domains as the hypervisor reports them, for the one that waits for them. Thread-safe.</summary>
public sealed class LifecycleFeed
{
    // The reader also looks by itself, so what is lost costs some seconds.
    private const int Most = 1000;

    private readonly Channel<LifecycleNews> _news =
        Channel.CreateBounded<LifecycleNews>(new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>What was reported since.</summary>
    public ChannelReader<LifecycleNews> Reader => _news.Reader;

    /// <summary>An instance started.</summary>
    public void Started(Guid uuid) => _news.Writer.TryWrite(new LifecycleNews(uuid, HasStarted: true));

    /// <summary>An instance ended.</summary>
    public void Stopped(Guid uuid, StopCause cause) => _news.Writer.TryWrite(new LifecycleNews(uuid, HasStarted: false, cause));

    /// <summary>Some may have been missed.</summary>
    public void Missed() => _news.Writer.TryWrite(new LifecycleNews(null, HasStarted: false));
}

/// <summary>A start or a stop.</summary>
/// <param name="Uuid">The domain; null: any may have started or stopped.</param>
/// <param name="HasStarted">Whether it started.</param>
/// <param name="Cause">Why it stopped.</param>
public readonly record struct LifecycleNews(Guid? Uuid, bool HasStarted, StopCause Cause = StopCause.Unknown);
