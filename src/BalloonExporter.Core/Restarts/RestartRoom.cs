using BalloonExporter.Core.GuardRails;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Restarts;

/// <summary>Room for a guest that will have fixed memory: from its start on it may touch all of it, and nothing can be taken back. Pure.</summary>
public static class RestartRoom
{
    /// <summary>
    /// Memory that the guest will be owed beyond what it occupies now, in KiB: what it occupies comes back when it stops. Zero when its
    /// balloon can be moved after the start.
    /// </summary>
    /// <param name="domain">The domain with the policy and the balloon of its next start.</param>
    /// <param name="residentKib">What it occupies; null: unknown, counted as nothing.</param>
    /// <param name="limits">The constants, including the operator's policies.</param>
    public static long OwedKib(DomainPower domain, long? residentKib, Limits limits)
    {
        var isFixed = domain.Facts.NextBalloon == BalloonCapability.Fixed || !OptOut.IsEnabled(domain.Facts.NextPolicy, domain.Name, limits);
        return isFixed ? Math.Max(0, (domain.Facts.NextMaximumKib ?? 0) - (residentKib ?? 0)) : 0;
    }

    /// <summary>What is missing of it while the host stays above RED, in KiB; zero: there is room.</summary>
    public static long MissingKib(long owedKib, HostMemory host, Limits limits) =>
        owedKib == 0 ? 0 : Math.Max(0, owedKib - (host.AvailableKib - HostMarks.Of(host, limits).RedKib));
}
