using BalloonExporter.Simulator.World;

namespace BalloonExporter.Simulator.Controllers;

/// <summary>MOM: evaluates its policy every ten seconds over the means of the last ten samples, one each five seconds.</summary>
public sealed class Mom() : Rival(everySeconds: 10)
{
    private const int Samples = 10;
    private const int SampleSeconds = 5;

    private readonly Queue<double> _hostFree = new();
    private readonly Dictionary<Guid, Queue<(long CurrentKib, long UnusedKib)>> _guests = [];

    protected override void Observe(SimulatedHost host)
    {
        if (host.Second % SampleSeconds != 0)
            return;
        Keep(_hostFree, (double)host.AvailableKib / host.TotalKib);
        foreach (var guest in host.Guests)
        {
            if (LastSample(guest)?.UnusedKib is not { } unusedKib)
                continue;
            if (!_guests.TryGetValue(guest.Uuid, out var samples))
                _guests[guest.Uuid] = samples = new();
            Keep(samples, (guest.CurrentKib, unusedKib));
        }
    }

    protected override void Decide(SimulatedHost host)
    {
        if (_hostFree.Count == 0)
            return;
        var free = _hostFree.Average();
        foreach (var guest in host.Guests)
        {
            if (guest.Reports && _guests.TryGetValue(guest.Uuid, out var samples) && MomRule.Decide(free, Seen(guest, samples)) is { } targetKib)
                Set(host, guest, targetKib);
        }
    }

    private static MomGuest Seen(SimulatedGuest guest, Queue<(long CurrentKib, long UnusedKib)> samples) =>
        new(FloorKib(guest), guest.CurrentKib, guest.MaximumKib)
        {
            MeanCurrentKib = samples.Average(sample => sample.CurrentKib),
            MeanUnusedKib = samples.Average(sample => sample.UnusedKib),
        };

    private static void Keep<T>(Queue<T> samples, T sample)
    {
        samples.Enqueue(sample);
        if (samples.Count > Samples)
            samples.Dequeue();
    }
}
