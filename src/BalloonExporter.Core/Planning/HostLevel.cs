namespace BalloonExporter.Core.Planning;

/// <summary>How a host stands for memory. The numbers are those of balloon:host_level:number.</summary>
public enum HostLevel
{
    /// <summary>Plenty: memory is given back.</summary>
    Green = 0,

    /// <summary>Enough for those in need.</summary>
    Hold = 1,

    /// <summary>Idle memory is taken.</summary>
    Soft = 2,

    /// <summary>Headroom is taken too.</summary>
    Red = 3,

    /// <summary>The comfortable are frozen.</summary>
    Crit = 4,
}
