namespace BalloonExporter.Simulator.Planning;

/// <summary>What one scrape says of one domain, as far as the rules use it. Sizes are KiB.</summary>
public sealed record ScrapedDomain(
    Guid Uuid,
    bool Managed,
    bool Fresh,
    double? WorkingSet,
    double Current,
    double Maximum,
    double Resident,
    double Floor,
    double Shares,
    double? Target,
    Moment? TargetSetAt,
    double? Usable,
    double? BackedUsable,
    double? SwapOut,
    double? SwapIn);

/// <summary>One scrape.</summary>
public sealed record Scrape(
    Moment At, double Total, double Available, double? Waiting, double? SwapOut, IReadOnlyDictionary<Guid, ScrapedDomain> Domains);
