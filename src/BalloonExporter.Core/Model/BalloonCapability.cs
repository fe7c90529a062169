namespace BalloonExporter.Core.Model;

/// <summary>What a hypervisor can do with the memory of a domain while it runs.</summary>
public enum BalloonCapability
{
    /// <summary>This kind of domain has no balloon and cannot be given one: a container.</summary>
    None,

    /// <summary>This kind of domain can have a balloon, but this one is defined without.</summary>
    Fixed,

    /// <summary>It has a balloon, which can be told to move.</summary>
    Manageable,
}
