namespace BalloonExporter.Core.Model;

/// <summary>Settings of a policy: which of them a change names.</summary>
[Flags]
public enum PolicySettings
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><see cref="PolicySpec.Enabled"/>.</summary>
    Enabled = 1,

    /// <summary><see cref="PolicySpec.Floor"/>.</summary>
    Floor = 2,

    /// <summary><see cref="PolicySpec.Ceiling"/>.</summary>
    Ceiling = 4,

    /// <summary><see cref="PolicySpec.Shares"/>.</summary>
    Shares = 8,

    /// <summary><see cref="PolicySpec.Swap"/>.</summary>
    Swap = 16,
}
