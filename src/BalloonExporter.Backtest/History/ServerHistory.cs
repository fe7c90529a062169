using BalloonExporter.Core.Model;

namespace BalloonExporter.Backtest.History;

/// <summary>What servers used over some time, at equal distances.</summary>
public sealed record ServerHistory
{
    // A server with less runs nowhere.
    private const long LeastSoldKib = 16 * Kib.PerMiB;

    /// <summary>UNIX seconds of the first moment.</summary>
    public required long StartsAt { get; init; }

    /// <summary>Seconds between two moments.</summary>
    public required int StepSeconds { get; init; }

    /// <summary>Number of moments, two at least.</summary>
    public required int Moments { get; init; }

    public required IReadOnlyList<ServerTrace> Servers { get; init; }

    /// <summary>The hosts on which the servers were; empty when the history does not tell.</summary>
    public IReadOnlyList<HostTrace> Hosts { get; init; } = [];

    /// <summary>Time from the first moment to the last.</summary>
    public int Seconds => (Moments - 1) * StepSeconds;

    /// <summary>Moments of servers with more than was sold: a server needs at most 97 % of that.</summary>
    public long MomentsAboveSold => Servers.Sum(server => server.UsedKib.LongCount(kib => kib > server.MaximumKib));

    /// <summary>Throws where the figures can be no sizes in the unit that the source has.</summary>
    /// <exception cref="FormatException">The message says what and where.</exception>
    public ServerHistory Checked()
    {
        if (Servers.All(server => server.MaximumKib < LeastSoldKib))
            throw new FormatException($"the largest server has {ByteSize.Format(Servers.Max(server => server.MaximumKib))}: are the sizes in {SizeUnit}?");
        var samples = Servers.Sum(server => server.UsedKib.LongCount(kib => kib >= 0));
        if (samples == 0)
            throw new FormatException("no server has a sample");
        if (MomentsAboveSold > samples / 2)
            throw new FormatException($"{MomentsAboveSold} of {samples} figures are above what was sold: are both in {SizeUnit}?");
        return this;
    }

    /// <summary>The unit in which the source writes sizes.</summary>
    public required string SizeUnit { get; init; }
}
