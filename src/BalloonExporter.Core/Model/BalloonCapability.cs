namespace BalloonExporter.Core.Model;

/// <summary>Whether a hypervisor can change the memory of a domain while it runs.</summary>
public enum BalloonCapability
{
    /// <summary>This type of domain cannot have a balloon: a container.</summary>
    None,

    /// <summary>This type of domain can have a balloon, but this one is defined without.</summary>
    Fixed,

    /// <summary>The domain has a balloon that can be moved.</summary>
    Manageable,
}
