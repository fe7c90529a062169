using BalloonExporter.Policy;

namespace BalloonExporter.Reflexes;

/// <summary>
/// Gives memory at once to guests that are about to run out of it. Where the host is short of room idle memory of others is taken
/// first, and what the host has is divided. Pure.
/// </summary>
public static class Rescue
{
    /// <summary>What is asked for now, and how much of what is wanted the host lacks.</summary>
    public static (IReadOnlyList<BalloonRequest> Requests, long ShortKib) Plan(ReflexLook look)
    {
        var entitled = Entitlement.Of(look);
        var wants = look.Domains.Select(domain => WantOf(domain, look, entitled)).OfType<Want>().ToList();
        if (wants.Count == 0)
            return ([], 0);

        var roomKib = look.Host.AvailableShare < look.Limits.NoGrantShare ? 0 : Math.Max(0, look.AboveKib(look.Limits.HostCriticalShare));
        var parts = WaterFill.Divide(
            roomKib, wants.ConvertAll(want => want.Kib), wants.ConvertAll(want => (double)want.Kib * Math.Max(1, want.Domain.Policy.Shares)));
        var requests = new List<BalloonRequest>();
        foreach (var (want, kib) in wants.Zip(parts))
        {
            // A part that is not worth a command is given when it has become more.
            if (kib >= Math.Min(want.Kib, look.Limits.DeadBandKib(want.Domain.MaximumKib)))
            {
                requests.Add(want.Domain.Ask(want.Domain.InForceKib + kib, RequestOrigin.Rescue, want.Trigger.ToLabel(), look.Now) with
                {
                    Trigger = want.Trigger,
                });
            }
        }

        // What comes back already is not taken once more.
        var shortKib = wants.Sum(want => want.Kib) - roomKib - look.ComingKib;
        if (shortKib > 0)
        {
            var needy = wants.Select(want => want.Domain.Memory.Uuid).ToHashSet();
            requests.AddRange(Taking.Idle(look, shortKib, RequestOrigin.Rescue, domain => !needy.Contains(domain.Memory.Uuid))
                .Select(take => take.Domain.Ask(take.Domain.BaseKib - take.Kib, RequestOrigin.Rescue, "room", look.Now)));
        }

        return (requests, Math.Max(0, shortKib));
    }

    /// <summary>Why a domain has to be rescued; null when it has not.</summary>
    public static RescueTrigger? TriggerOf(ReflexDomain domain, Limits limits)
    {
        var (memory, account) = (domain.Memory, domain.Account);
        var since = account.TargetSetAt ?? DateTimeOffset.MinValue;
        if (account.Watch?.SelfDeflatedAt > since)
            return RescueTrigger.SelfDeflation;
        // Only a sample from after the last command shows what that has done.
        if (memory.Guest is not { } guest || guest.SampledAt <= since || memory.StatisticsFresh != true)
            return null;
        if (memory.SwappedOutSinceKib(since) > limits.RescueSwapKib)
            return RescueTrigger.SwapOut;
        if (guest.UsableKib < memory.CurrentKib * limits.RescueUsableShare)
            return RescueTrigger.UsableLow;
        return domain.NeedKib > Math.Max(limits.RescueDemandKib, (long)(domain.MaximumKib * limits.RescueDemandShare)) ? RescueTrigger.Demand : null;
    }

    private static Want? WantOf(ReflexDomain domain, ReflexLook look, IReadOnlyDictionary<Guid, long>? entitled)
    {
        if (TriggerOf(domain, look.Limits) is not { } trigger)
            return null;
        var highestKib = Math.Min(domain.MaximumKib, domain.Policy.CeilingKib);
        if (entitled is not null && entitled.TryGetValue(domain.Memory.Uuid, out var partKib))
            highestKib = Math.Min(highestKib, partKib);
        var kib = Math.Min(Math.Max(domain.NeedKib, (long)(domain.MaximumKib * look.Limits.RescueShare)), highestKib - domain.InForceKib);
        if (kib < look.Limits.DeadBandKib(domain.MaximumKib))
            return null;
        // Whom nobody may help is not asked for over and over.
        var request = domain.Ask(domain.InForceKib + kib, RequestOrigin.Rescue, trigger.ToLabel(), look.Now);
        return Eligibility.RefusalReason(domain.Memory, domain.Account, request, domain.InForceKib, look.Limits, look.Now) is null
            ? new Want(domain, trigger, kib)
            : null;
    }

    private sealed record Want(ReflexDomain Domain, RescueTrigger Trigger, long Kib);
}
