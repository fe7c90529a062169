namespace BalloonExporter.Core.Planning;

/// <summary>Memory level of a host. The numbers are those of balloon:host_level:number.</summary>
public enum HostLevel
{
    /// <summary>GREEN: memory is given back.</summary>
    Green = 0,

    /// <summary>HOLD: enough memory for domains in need.</summary>
    Hold = 1,

    /// <summary>SOFT: idle memory is taken.</summary>
    Soft = 2,

    /// <summary>RED: headroom is taken too. The reflexes call this an emergency.</summary>
    Red = 3,

    /// <summary>CRIT: no domain may grow beyond its resident size.</summary>
    Crit = 4,
}
