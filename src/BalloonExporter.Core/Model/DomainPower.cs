namespace BalloonExporter.Core.Model;

/// <summary>What decides whether a domain can be restarted, read at once.</summary>
public sealed record DomainPower
{
    /// <summary>libvirt's UUID.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>libvirt's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its state.</summary>
    public required DomainState State { get; init; }

    /// <summary>libvirt's number of the instance; null: it does not run.</summary>
    public int? Instance { get; init; }

    /// <summary>Whether it has a stored definition.</summary>
    public bool IsPersistent { get; init; }

    /// <summary>Whether a start would bring back a saved state.</summary>
    public bool HasManagedSave { get; init; }

    /// <summary>Whether libvirt runs a job on it. Null: unknown.</summary>
    public bool? JobActive { get; init; }

    /// <summary>What follows when its guest powers off. Null: libvirt's default, destroy.</summary>
    public string? OnPoweroff { get; init; }

    /// <summary>Facts from its XML.</summary>
    public DomainFacts Facts { get; init; } = DomainFacts.Unknown;
}
