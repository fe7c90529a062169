namespace BalloonExporter.Core.Planning;

/// <summary>The plan of a host at one evaluation.</summary>
/// <param name="Level">How the host stands; null while its available memory is not known: then nothing moves.</param>
/// <param name="Infeasible">Whether the demands cannot fit, so that the domains are split by shares.</param>
/// <param name="Domains">The domains that take part.</param>
public sealed record HostPlan(HostLevel? Level, bool Infeasible, IReadOnlyList<DomainPlan> Domains)
{
    /// <summary>Of a host of which nothing is known.</summary>
    public static HostPlan None { get; } = new(null, false, []);
}
