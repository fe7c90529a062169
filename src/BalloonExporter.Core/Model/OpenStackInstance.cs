namespace BalloonExporter.Core.Model;

/// <summary>The names that OpenStack's Nova wrote into a domain's metadata. What it did not write is null.</summary>
/// <param name="Name">The instance's name as its user gave it.</param>
/// <param name="Flavor">The flavor's name.</param>
/// <param name="Project">The project's name.</param>
/// <param name="User">Name of the user who created it.</param>
public sealed record OpenStackInstance(string? Name, string? Flavor, string? Project, string? User);
