namespace BalloonExporter.Core.Model;

/// <summary>A change of a domain's stored policy that was made.</summary>
/// <param name="At">When, or when it was noticed.</param>
/// <param name="By">Who made it; <see cref="Outside"/> when it was not made through this exporter.</param>
/// <param name="Before">The policy before; null: none.</param>
/// <param name="After">The policy after; null: none.</param>
public sealed record PolicyEdit(DateTimeOffset At, string By, PolicySpec? Before, PolicySpec? After)
{
    /// <summary>The author of changes found in libvirt: by virsh, the command line, another exporter or program.</summary>
    public const string Outside = "libvirt";
}
