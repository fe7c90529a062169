namespace BalloonExporter.Core.Planning;

/// <summary>The plan of a host at one evaluation.</summary>
/// <param name="Level">The host's level; null while its available memory is unknown: then nothing moves.</param>
/// <param name="Infeasible">Whether the demands cannot fit, so that fair shares apply.</param>
/// <param name="Domains">The domains that take part.</param>
public sealed record HostPlan(HostLevel? Level, bool Infeasible, IReadOnlyList<DomainPlan> Domains)
{
    /// <summary>The plan of a host without data.</summary>
    public static HostPlan None { get; } = new(null, false, []);
}
