using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Reflexes;

/// <summary>What act mode could win on a host now.</summary>
public static class WhatIf
{
    /// <summary>Memory of managed domains above their demands, KiB: what lies between the smaller of target and resident memory and what they need now.</summary>
    /// <param name="domains">The domains as just read.</param>
    /// <param name="ledger">What was moved of late.</param>
    /// <param name="limits">The constants.</param>
    /// <param name="now">The current moment.</param>
    public static long ReclaimableKib(IEnumerable<DomainMemory> domains, MovementLedger ledger, Limits limits, Moment now) =>
        domains.Select(domain => ReflexDomain.Of(domain, ledger, limits, now)).OfType<ReflexDomain>().Where(domain => domain.IsManaged).Sum(domain => domain.IdleKib);
}
