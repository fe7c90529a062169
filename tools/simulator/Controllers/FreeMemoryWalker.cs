using BalloonExporter.Simulator.World;

namespace BalloonExporter.Simulator.Controllers;

/// <summary>
/// MOM's rule, from its description: every ten seconds all guests shrink by at most 5 % while less than a fifth of the host is free, and grow
/// by at least 5 % while more is; a guest keeps a part of what it has free, nothing of that when the host has 5 % or less. Averages of ten samples.
/// </summary>
public sealed class FreeMemoryWalker() : Rival(everySeconds: 10)
{
    private const double Threshold = 0.20;
    private const double Critical = 0.05;
    private const double GuestFree = 0.20;
    private const double Step = 0.05;
    private const double Least = 0.0025;
    private const int Samples = 10;
    private const int SampleSeconds = 5;

    private readonly Queue<double> _hostFree = new();
    private readonly Dictionary<Guid, Queue<(long Current, long Free)>> _guests = [];

    protected override void Observe(SimulatedHost host)
    {
        if (host.Second % SampleSeconds != 0)
            return;
        Keep(_hostFree, (double)host.AvailableKib / host.TotalKib);
        foreach (var guest in host.Guests.Where(guest => guest.Reports))
        {
            if (!_guests.TryGetValue(guest.Uuid, out var samples))
                _guests[guest.Uuid] = samples = new();
            Keep(samples, (guest.CurrentKib, guest.FreeKib));
        }
    }

    protected override void Decide(SimulatedHost host)
    {
        if (_hostFree.Count == 0)
            return;
        var free = _hostFree.Average();
        foreach (var guest in host.Guests.Where(guest => guest.Reports && _guests.ContainsKey(guest.Uuid)))
        {
            var samples = _guests[guest.Uuid];
            var used = samples.Average(sample => sample.Current) - samples.Average(sample => sample.Free);
            double current = guest.CurrentKib;
            double target;
            if (free < Threshold)
            {
                var keep = free <= Critical ? free - Critical : GuestFree * free / Threshold;
                target = Math.Max(current * (1 - Step), Math.Max(FloorKib(guest), used + (keep * current)));
                if (target > current)
                    continue;
            }
            else
            {
                target = Math.Min(guest.MaximumKib, Math.Max(current * (1 + Step), Math.Max(FloorKib(guest), used + (GuestFree * current))));
            }

            if (Math.Abs(target - current) > Least * current)
                Set(host, guest, (long)target);
        }
    }

    private static void Keep<T>(Queue<T> samples, T sample)
    {
        samples.Enqueue(sample);
        if (samples.Count > Samples)
            samples.Dequeue();
    }
}
