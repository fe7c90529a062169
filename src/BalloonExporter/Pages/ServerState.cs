using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Pages;

/// <summary>What a customer is told of ballooning of their server. A closed set: each has its words in each language.</summary>
internal enum ServerState
{
    /// <summary>Ballooning is on.</summary>
    On,

    /// <summary>Turned off; the restart is to come.</summary>
    OffPending,

    /// <summary>Off: the memory is fixed.</summary>
    Off,

    /// <summary>Turned on; the restart is to come.</summary>
    OnPending,

    /// <summary>The server does not run.</summary>
    Stopped,

    /// <summary>A container.</summary>
    Container,

    /// <summary>The memory is fixed for another reason.</summary>
    Pinned,

    /// <summary>The guest has no balloon driver, or one that does not report enough.</summary>
    NoDriver,

    /// <summary>The stored policy is malformed.</summary>
    Unclear,
}

/// <summary>Which state a server is in. Pure.</summary>
internal static class ServerStates
{
    /// <param name="stored">The server as stored.</param>
    /// <param name="seen">The server as just read; null: it does not run, or could not be read.</param>
    /// <param name="limits">The constants, with the operator's policies.</param>
    /// <param name="now">The current moment.</param>
    public static ServerState Of(StoredDomain stored, DomainMemory? seen, Limits limits, Moment now)
    {
        var facts = stored.Facts;
        if (facts.Balloon == BalloonCapability.None)
            return ServerState.Container;
        if (facts.Policy?.Problem is not null || facts.NextPolicy?.Problem is not null)
            return ServerState.Unclear;
        if (!stored.IsActive)
            return ServerState.Stopped;
        if (IsPinned(facts))
            return ServerState.Pinned;
        var domain = AsRunning(stored, seen, limits);
        if (OptOut.IsRestartRequired(domain, limits) == true)
            return IsOnNext(domain, limits) ? ServerState.OnPending : ServerState.OffPending;
        if (!OptOut.IsEnabledNext(domain, limits))
            return ServerState.Off;
        if (facts.Balloon == BalloonCapability.Fixed)
            return ServerState.Pinned;
        return seen is not null && LacksDriver(seen, limits, now) ? ServerState.NoDriver : ServerState.On;
    }

    private static DomainMemory AsRunning(StoredDomain stored, DomainMemory? seen, Limits limits)
    {
        var facts = stored.Facts with { StartedEnabled = seen?.Facts.StartedEnabled ?? OptOut.StartedEnabled(stored.Facts, stored.Name, limits) };
        return new DomainMemory { Uuid = stored.Uuid, Name = stored.Name, State = DomainState.Running, Facts = facts };
    }

    private static bool IsOnNext(DomainMemory domain, Limits limits) =>
        OptOut.IsEnabledNext(domain, limits) && domain.Facts.NextBalloon == BalloonCapability.Manageable;

    private static bool IsPinned(DomainFacts facts) =>
        facts.Vfio == true || facts.Hugepages == true || facts.MemoryLocked == true || facts.MemoryImmediate == true || facts.MemoryByHand == true || facts.LaunchSecurity is not null;

    private static bool LacksDriver(DomainMemory seen, Limits limits, Moment now) =>
        Eligibility.RefusalReason(seen, givesMemory: false, limits, now) is DecisionReason.NoDriver or DecisionReason.NoUsableMemory;
}
