using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Planning;

/// <summary>What is on its way between a host and its domains, managed or not. Bytes.</summary>
internal static class Movement
{
    private static readonly TimeSpan Recently = TimeSpan.FromSeconds(15);

    // An exporter's clock may differ: a command may appear at another time than half a minute ago.
    private static readonly TimeSpan CommandWindow = TimeSpan.FromSeconds(30);

    /// <summary>How far the target rose within fifteen seconds.</summary>
    public static double Raised(DomainSample domain, SampleHistory history, Moment now) =>
        domain.InForceBytes - (history.At(now - Recently)?.Of(domain.Uuid) is { } before ? before.TargetBytes ?? before.CurrentBytes : null) is > 0 and var raised ? raised : 0;

    /// <summary>Taken and not yet returned to the host: the smaller of current and resident memory, above the target.</summary>
    public static double Inflight(DomainSample domain, SampleHistory history, Moment now, PlannerConstants constants)
    {
        if (domain is not { InForceBytes: { } target, TargetSetAt: { } setAt, ResidentBytes: { } resident })
            return 0;
        var commanded = Math.Abs((now - setAt).TotalSeconds) < constants.InflightSeconds
            || (history.At(now - CommandWindow)?.Of(domain.Uuid)?.TargetSetAt is { } before && before != setAt);
        return commanded && Math.Min(domain.CurrentBytes!.Value, resident) - target is > 0 and < double.PositiveInfinity and var coming ? coming : 0;
    }

    /// <summary>Granted within fifteen seconds and not yet resident: the smaller of the rise and the target above resident memory.</summary>
    public static double Granted(DomainSample domain, double raised) =>
        domain is { InForceBytes: { } target, ResidentBytes: { } resident } && raised > 0 ? Math.Max(raised - Math.Max(raised + resident - target, 0), 0) : 0;
}
