namespace BalloonExporter.Lab.Demo;

/// <summary>The host at one moment, in bytes; null where nothing is known.</summary>
internal sealed record HostRow(bool IsLibvirtUp, double? Total, double? Available, int? Level, double? Deficit, int FiringTargets)
{
    public double? AvailableShare => Available / Total;

    /// <summary>The planner's level, as alerts/planner.rules.yml numbers them.</summary>
    public string LevelName => Level switch
    {
        0 => "GREEN",
        1 => "HOLD",
        2 => "SOFT",
        3 => "RED",
        4 => "CRIT",
        _ => "–",
    };
}
