using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Planning;

/// <summary>What an evaluation of the plan leaves for those after it.</summary>
internal sealed class Evaluation(Moment at)
{
    public Moment At => at;

    /// <summary>When the host was scraped last; null when it was not.</summary>
    public Moment? ScrapedAt { get; set; }

    /// <summary>How far its scrapes lie apart, or the evaluations if these lie farther.</summary>
    public TimeSpan? Interval { get; set; }

    public bool Soft { get; set; }

    public bool Red { get; set; }

    public bool Crit { get; set; }

    /// <summary>Null while the host's figures are not known.</summary>
    public bool? Overfull { get; set; }

    /// <summary>Usable ratio and swapped bytes of each domain that tells.</summary>
    public Dictionary<Guid, (double? UsableRatio, double? SwappedBytes)> Domains { get; } = [];
}
