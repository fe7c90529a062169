using BalloonExporter.Core.Model;
using BalloonExporter.Simulator.World;

namespace BalloonExporter.Simulator.Controllers;

/// <summary>
/// Qubes' qmemman: balances when a guest reports that it uses more or less. On Qubes guests report by themselves; here they are asked every second. On Xen
/// domains never have more memory than the host. Here they begin with more, so guests that have to give get their target at once, without waiting for room.
/// </summary>
public sealed class Qmemman() : Rival(everySeconds: 1)
{
    // Samples are stamped with whole seconds.
    private static readonly TimeSpan Told = TimeSpan.FromSeconds(1);

    private static readonly long LeftKib = Kib.FromBytes(QmemmanRule.Left);

    private readonly Dictionary<Guid, QmemmanAccount> _accounts = [];
    private QmemmanAccount? _host;

    protected override void Decide(SimulatedHost host)
    {
        _host ??= new QmemmanAccount(host.TotalKib) { IsHost = true };
        _host.See(host.OthersKib);
        var guests = host.Guests.Where(guest => !guest.IsDown).ToList();
        if (!(_host.Tell(host.OthersKib) | Listen(host, guests)))
            return;

        List<QmemmanAccount> accounts = [_host, .. guests.Select(AccountOf)];
        List<QmemmanDomain> domains = [.. accounts.Select(account => account.Domain)];
        var free = Kib.ToBytes(FreeKib(host, accounts));
        var targets = QmemmanRule.Balance(free - QmemmanRule.Left, domains);
        if (QmemmanRule.IsSignificant(targets, free, domains))
            Apply(host, guests, accounts, targets);
    }

    private static void Apply(SimulatedHost host, List<SimulatedGuest> guests, List<QmemmanAccount> accounts, List<(int Index, long Target)> targets)
    {
        foreach (var (index, target) in targets)
        {
            var account = accounts[index];
            var moreKib = Kib.FromBytes(target) - account.ActualKib;
            var freeKib = FreeKib(host, accounts);
            account.MustGive = moreKib < 0;
            // What others have to give is not free yet: this guest gets what is free now, the next ones wait for the next balance.
            var isShort = moreKib >= 0 && freeKib - moreKib < LeftKib * 9 / 10;
            if (isShort)
                moreKib = Math.Max(0, freeKib - LeftKib);
            account.TargetKib = account.ActualKib + moreKib;
            if (index > 0)
            {
                Set(host, guests[index - 1], account.TargetKib);
                account.TargetKib = guests[index - 1].TargetKib;
            }

            if (isShort)
                return;
        }
    }

    // Whether a guest reported a new figure or is gone.
    private bool Listen(SimulatedHost host, List<SimulatedGuest> guests)
    {
        var told = false;
        foreach (var guest in guests)
        {
            guest.AskedEverySecond = true;
            var account = AccountOf(guest);
            account.See(guest.CurrentKib);
            if (LastSample(guest) is { } sample && host.Now - sample.SampledAt <= Told)
                told |= account.Tell(UsedKib(guest, sample));
        }

        foreach (var gone in _accounts.Keys.Except(guests.Select(guest => guest.Uuid)).ToList())
            told |= _accounts.Remove(gone);
        return told;
    }

    private QmemmanAccount AccountOf(SimulatedGuest guest)
    {
        if (!_accounts.TryGetValue(guest.Uuid, out var account))
            _accounts[guest.Uuid] = account = new QmemmanAccount(guest.MaximumKib) { TargetKib = guest.TargetKib, LeastPreferredKib = FloorKib(guest) };
        return account;
    }

    private static long UsedKib(SimulatedGuest guest, GuestStatistics sample) =>
        sample.TotalKib.GetValueOrDefault() - sample.UnusedKib.GetValueOrDefault() - sample.DiskCachesKib.GetValueOrDefault() + guest.SwappedKib;

    private static long FreeKib(SimulatedHost host, List<QmemmanAccount> accounts) => host.TotalKib - accounts.Sum(account => account.ActualKib);
}
