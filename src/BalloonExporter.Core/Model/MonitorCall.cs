namespace BalloonExporter.Core.Model;

/// <summary>What libvirt asks the monitor of a domain for the exporter. A closed set: a metric label.</summary>
public enum MonitorCall
{
    /// <summary>Balloon and statistics are read.</summary>
    Statistics,

    /// <summary>A target is set.</summary>
    Target,

    /// <summary>The statistics period is set.</summary>
    Period,

    /// <summary>A sample is asked for: the period is set to zero and back.</summary>
    Sample,
}
