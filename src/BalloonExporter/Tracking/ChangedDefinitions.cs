using System.Threading.Channels;

namespace BalloonExporter.Tracking;

/// <summary>Domains whose definition or metadata changed, for the definition reconciler. Thread-safe.</summary>
internal sealed class ChangedDefinitions
{
    // More than the domains of any host; domains that do not fit are checked with the next connection.
    private readonly Channel<Guid?> _changed =
        Channel.CreateBounded<Guid?>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Null: any may have changed.</summary>
    public ChannelReader<Guid?> Reader => _changed.Reader;

    /// <summary>A definition changed; null: any may have.</summary>
    public void Note(Guid? uuid) => _changed.Writer.TryWrite(uuid);
}
