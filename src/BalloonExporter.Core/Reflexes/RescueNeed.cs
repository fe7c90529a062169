using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Reflexes;

/// <summary>Why a domain needs a rescue. Pure.</summary>
public static class RescueNeed
{
    // Stamps of samples are whole seconds.
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(1);

    // Within this time a balloon may have moved between a sample and the look at it.
    private static readonly TimeSpan ArrivalDoubt = TimeSpan.FromSeconds(2);

    /// <summary>The cause; null when it needs none.</summary>
    public static ReflexCause? CauseOf(ReflexDomain domain, Limits limits)
    {
        var (memory, entry) = (domain.Memory, domain.Entry);
        var since = entry.TargetSetAt ?? Moment.MinValue;
        if (entry.Watch?.SelfDeflatedAt > since)
            return ReflexCause.SelfDeflation;
        if (IsSilentInNeed(domain, limits))
            return ReflexCause.Silent;
        if (IsNotArriving(memory, entry, limits))
            return ReflexCause.NotArriving;
        // Only a sample taken after the last target shows its effect.
        if (memory.Guest is not { } guest || guest.SampledAt <= since || memory.StatisticsFresh != true)
            return null;
        if (memory.SwappedOutSinceKib(since) > limits.RescueSwapKib && SwapTells(memory, guest, entry, since, limits))
            return ReflexCause.SwapOut;
        if (IsUsableLow(domain, guest, since, limits))
            return ReflexCause.UsableLow;
        // How much headroom a guest has is up to the plan, and may be small on purpose; its hard floor is not.
        return domain.Demand is { } demand && demand.FloorKib > domain.InForceKib ? ReflexCause.Demand : null;
    }

    // What it was just given may not be in the sample yet: it would be rescued once more for the same need.
    private static bool IsUsableLow(ReflexDomain domain, GuestStatistics guest, Moment since, Limits limits)
    {
        if (guest.UsableKib is not { } usableKib || domain.Memory.CurrentKib is not { } currentKib)
            return false;
        if (guest.SampledAt - since >= ArrivalDoubt)
            return usableKib < currentKib * limits.Planner.PressureUsableRatio;
        var arrivingKib = Math.Max(0, domain.InForceKib - currentKib);
        var spareKib = usableKib + arrivingKib;
        if (domain.Memory.WorkingSet is { } set && set.SampledAt == guest.SampledAt)
            spareKib = Math.Max(spareKib, domain.InForceKib - set.Kib);
        else if (guest.SampledAt - since < Rounding)
            return false;
        return spareKib < (currentKib + arrivingKib) * limits.Planner.PressureUsableRatio;
    }

    // A guest that has run out of memory is too busy to report. One that had little left, and then stops, gets memory without a figure.
    private static bool IsSilentInNeed(ReflexDomain domain, Limits limits)
    {
        if (domain.Memory is not { State: DomainState.Running, MonitorAnswered: true, ReadAt: { } readAt, Guest: { } sample, Facts.StatisticsPeriod: { } period } || period <= TimeSpan.Zero)
            return false;
        // The time of the read counts: a guest that was not read is not silent.
        var missedSince = domain.Memory.NextSample?.By ?? sample.SampledAt + Rounding + period;
        // After a blind rescue it has to miss another one.
        if (domain.Entry.RescuedAt > missedSince)
            missedSince = domain.Entry.RescuedAt.Value;
        return readAt - missedSince >= period && (HadLittle(domain, sample, limits) || StandsAtItsLimit(domain, limits));
    }

    private static bool HadLittle(ReflexDomain domain, GuestStatistics sample, Limits limits) =>
        sample.UsableKib is { } usableKib && LookSchedule.IsLittle(domain.Memory, usableKib - domain.CallableOffKib, domain.InForceKib, limits);

    // Where an operator keeps a guest below its maximum it stands at that limit without need.
    private static bool StandsAtItsLimit(ReflexDomain domain, Limits limits) =>
        domain.Memory.ResidentKib >= domain.Memory.CurrentKib && !LoweredByOperator.Lowered(domain.Memory, domain.Entry, limits);

    private static bool IsNotArriving(DomainMemory memory, LedgerEntry entry, Limits limits) =>
        entry.Watch?.Move is { IsShrink: false } raise && memory.ReadAt - raise.Awaited.Since >= limits.ArrivalTime;

    // A guest with usable memory swaps for reasons of its own. So does one that swaps at the same rate after a rescue that it left
    // unused. A guest in need would use it, whatever its swap rate. When that is unknown the rate alone decides.
    private static bool SwapTells(DomainMemory memory, GuestStatistics guest, LedgerEntry entry, Moment since, Limits limits) =>
        !(guest.BackedUsableKib >= memory.CurrentKib * limits.Planner.SwapUsableRatio)
        && !(entry.SwapRescue is { } last
            && guest.SampledAt - last.At < limits.SwapRescueWindow
            && memory.SwapOutKibPerSecond(since) >= last.KibPerSecond * limits.SwapUnchangedShare
            && !(guest.BackedUsableKib - last.UsableKib < last.GivenKib * limits.RescueUnusedShare));
}
