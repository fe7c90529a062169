using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Planning;

/// <summary>State that one evaluation of the plan leaves for the next ones.</summary>
internal sealed class Evaluation(Moment at)
{
    public Moment At => at;

    /// <summary>Time of the host's last scrape; null without one.</summary>
    public Moment? ScrapedAt { get; set; }

    /// <summary>Scrape interval of the host, or the evaluation interval if that is longer.</summary>
    public TimeSpan? Interval { get; set; }

    public bool Soft { get; set; }

    public bool Red { get; set; }

    public bool Crit { get; set; }

    /// <summary>Null while the host's figures are unknown.</summary>
    public bool? Overfull { get; set; }

    /// <summary>Usable ratio and swapped bytes of each domain that reports them.</summary>
    public Dictionary<Guid, (double? UsableRatio, double? SwappedBytes)> Domains { get; } = [];
}
