using BalloonExporter.Core.Needs;
using BalloonExporter.Simulator.World;

namespace BalloonExporter.Simulator;

/// <summary>
/// The error of what guests hold against the ideal split. Ideal: what the host's own programs leave is split by shares, but no guest gets less than
/// its programs need to live (what they want, less the guest's swap), nor more than they want.
/// </summary>
/// <param name="measured">The seconds in which it is measured; null: never.</param>
public sealed class HeldShares((int From, int To)? measured)
{
    private readonly Dictionary<Guid, (double Held, double Ideal)> _sums = [];

    /// <summary>Takes in one second.</summary>
    public void Observe(SimulatedHost host)
    {
        if (measured is not var (from, to) || host.Second < from || host.Second >= to)
            return;
        var guests = host.Guests.Where(guest => !guest.IsDown).ToList();
        var ideal = WaterFill.Share(
            host.TotalKib - host.OthersKib,
            [.. guests.Select(guest => guest.SurvivalKib)],
            [.. guests.Select(guest => guest.NeededKib)],
            [.. guests.Select(guest => (double)guest.Shares)]);
        for (var index = 0; index < guests.Count; index++)
        {
            var (held, wanted) = _sums.GetValueOrDefault(guests[index].Uuid);
            _sums[guests[index].Uuid] = (held + Math.Min(guests[index].CurrentKib, guests[index].NeededKib), wanted + ideal[index]);
        }
    }

    /// <summary>Mean over the guests of |held - ideal| / ideal; null when nothing was measured.</summary>
    public double? Error() => _sums.Count == 0 ? null : _sums.Values.Average(sum => Math.Abs(sum.Held - sum.Ideal) / sum.Ideal);
}
