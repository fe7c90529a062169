using BalloonExporter.Core.Model;

namespace BalloonExporter.Simulator.Controllers;

/// <summary>The input of qmemman's rule for one domain. Sizes in bytes.</summary>
public sealed record QmemmanDomain(long Maximum)
{
    /// <summary>What it has or may take: the larger of its memory and its target.</summary>
    public long Actual { get; init; }

    /// <summary>What it uses without its cache, its swap included; null when it has reported nothing yet.</summary>
    public long? Used { get; init; }

    /// <summary>The last target that was set.</summary>
    public long LastTarget { get; init; }

    /// <summary>It did not follow its target and is left out.</summary>
    public bool NoProgress { get; init; }

    /// <summary>The host's own programs, dom0.</summary>
    public bool IsHost { get; init; }

    /// <summary>The least that it should have.</summary>
    public long LeastPreferred { get; init; } = 200 * Kib.BytesPerMiB;

    /// <summary>What it should have: 1.3 times what it uses, and 350 MiB more for the host.</summary>
    public long Preferred
    {
        get
        {
            var wanted = Used.GetValueOrDefault() * 1.3;
            return IsHost ? (long)Math.Min(wanted + (350 * Kib.BytesPerMiB), Maximum) : (long)Math.Max(Math.Min(wanted, Maximum), LeastPreferred);
        }
    }

    /// <summary>What it lacks of that; negative when it has more.</summary>
    public long Needed => Preferred - Actual;

    /// <summary>Whether it takes part.</summary>
    public bool IsBalanced => Used is not null && !NoProgress;
}

/// <summary>
/// The rule of Qubes' qmemman, as <c>qubes/qmemman/algo.py</c> and <c>systemstate.py</c> decide: all memory of the host goes to the domains by what
/// they use. When that is too little, domains above their preferred memory give the excess, and the others share it.
/// </summary>
public static class QmemmanRule
{
    /// <summary>What stays free on the host.</summary>
    public const long Left = 50 * Kib.BytesPerMiB;

    private const long LeastOfADonor = 10 * Kib.BytesPerMiB;
    private const long LeastUnderPreferred = 15 * Kib.BytesPerMiB;
    private const long LeastTransfer = 150 * Kib.BytesPerMiB;

    // Against rounding errors.
    private const double NearlyAll = 0.999;

    /// <summary>Targets for domains by their place in the list: those that give come before those that get.</summary>
    /// <param name="free">Bytes that no domain has or may take, less <see cref="Left"/>.</param>
    /// <param name="domains">The domains of the host.</param>
    public static List<(int Index, long Target)> Balance(long free, IReadOnlyList<QmemmanDomain> domains)
    {
        List<int> balanced = [.. Enumerable.Range(0, domains.Count).Where(index => domains[index].IsBalanced)];
        var available = free - balanced.Sum(index => domains[index].Needed);
        return available > 0 ? WhenEnough(available, domains, balanced) : WhenLow(free, domains, balanced);
    }

    /// <summary>Whether the balance is worth moving memory for.</summary>
    /// <param name="targets">What <see cref="Balance"/> decided.</param>
    /// <param name="free">Bytes that no domain has or may take.</param>
    /// <param name="domains">The domains of the host.</param>
    public static bool IsSignificant(IReadOnlyList<(int Index, long Target)> targets, long free, IReadOnlyList<QmemmanDomain> domains) =>
        Left - free > LeastUnderPreferred
        || targets.Any(each => IsUnderPreferred(domains[each.Index]) && each.Target - domains[each.Index].LastTarget > LeastUnderPreferred)
        || targets.Sum(each => Math.Abs(each.Target - domains[each.Index].LastTarget)) + Math.Abs(free - Left) > LeastTransfer;

    private static bool IsUnderPreferred(QmemmanDomain domain) => domain.LastTarget > 0 && domain.LastTarget < domain.Preferred;

    private static List<(int Index, long Target)> WhenEnough(long available, IReadOnlyList<QmemmanDomain> domains, List<int> balanced)
    {
        var preferred = balanced.Sum(index => domains[index].Preferred);
        var targets = balanced.ToDictionary(index => index, index => (long)(NearlyAll * (domains[index].Preferred + ((double)domains[index].Preferred / preferred * available))));
        long left = 0;
        var takers = 0;
        foreach (var index in balanced)
        {
            var over = targets[index] - domains[index].Maximum;
            left += Math.Max(0, over);
            takers += over > 0 ? 0 : 1;
            targets[index] -= Math.Max(0, over);
        }

        // What exceeds a domain's maximum goes to the others in equal parts.
        while (left > 0 && takers > 0)
        {
            var bonus = (long)(NearlyAll * ((double)left / takers));
            left = 0;
            foreach (var index in balanced.Where(index => targets[index] < domains[index].Maximum))
            {
                targets[index] += bonus;
                if (targets[index] < domains[index].Maximum)
                    continue;
                left += targets[index] - domains[index].Maximum;
                targets[index] = domains[index].Maximum;
                takers--;
            }
        }

        return [.. balanced.Where(Gives).Select(Target), .. balanced.Where(index => !Gives(index)).Select(Target)];

        bool Gives(int index) => targets[index] < domains[index].Actual;

        (int Index, long Target) Target(int index) => (index, targets[index]);
    }

    private static List<(int Index, long Target)> WhenLow(long free, IReadOnlyList<QmemmanDomain> domains, List<int> balanced)
    {
        var givers = balanced.Where(index => domains[index].Needed < 0 || domains[index].Actual >= domains[index].Maximum).ToList();
        var takers = balanced.Except(givers).ToList();
        var donors = givers.Where(index => -domains[index].Needed >= LeastOfADonor).ToList();
        var rest = free + donors.Sum(index => domains[index].Needed);
        List<(int Index, long Target)> targets = [.. donors.Select(index => (index, domains[index].Preferred))];
        if (rest < 0)
            return targets;
        var preferred = takers.Sum(index => domains[index].Preferred);
        foreach (var index in takers)
        {
            var domain = domains[index];
            var target = (long)(NearlyAll * (domain.Actual + ((double)domain.Preferred / preferred * rest)));
            targets.Add((index, Math.Min(target, domain.Maximum)));
        }

        return targets;
    }
}
