namespace BalloonExporter.Cli.Proofs;

/// <summary>The proof of one domain for one month.</summary>
/// <param name="Domain">Its name, the last one.</param>
/// <param name="Uuid">Its UUID.</param>
/// <param name="Month">The month.</param>
/// <param name="ObjectiveRatio">The part of the time in which it is to have what it needs.</param>
/// <param name="Hosts">Its hosts, in the order in which it came to them.</param>
internal sealed record ProofReport(string Domain, string Uuid, ProofMonth Month, double ObjectiveRatio, IReadOnlyList<(string Host, ProofFigures Figures)> Hosts)
{
    // Samples of a month are looked for each five minutes, and found five minutes later.
    private const long BeginToleranceSeconds = 600;

    /// <summary>All hosts together.</summary>
    public ProofFigures All { get; } = ProofFigures.Sum([.. Hosts.Select(host => host.Figures)]);

    /// <summary>Whether it had what it needed often enough.</summary>
    public bool IsKept => All.MetRatio >= ObjectiveRatio;

    /// <summary>Whether there are data of the whole month from its begin on.</summary>
    public bool BeginsLate => All.From - Month.From > BeginToleranceSeconds;
}
