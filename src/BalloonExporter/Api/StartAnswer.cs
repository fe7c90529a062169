namespace BalloonExporter.Api;

/// <summary>A start that is expected.</summary>
internal sealed record StartAnswer
{
    /// <summary>libvirt's UUID of the domain.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>The memory for which room is made, in bytes: what a start is expected to touch.</summary>
    public required long Room { get; init; }

    /// <summary>When the room is no longer kept, unless the domain has started by then.</summary>
    public required DateTimeOffset Until { get; init; }
}
