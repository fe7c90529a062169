using System.Threading.Channels;

namespace BalloonExporter.Tracking;

/// <summary>The domains whose definition or metadata changed, for whoever makes definitions what policies say. Thread-safe.</summary>
internal sealed class ChangedDefinitions
{
    // More than the domains of any host; what does not fit is looked at with the next connection.
    private readonly Channel<Guid?> _changed =
        Channel.CreateBounded<Guid?>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Null: any may have changed.</summary>
    public ChannelReader<Guid?> Reader => _changed.Reader;

    /// <summary>A definition changed; null: any may have.</summary>
    public void Note(Guid? uuid) => _changed.Writer.TryWrite(uuid);
}
