using System.Globalization;

namespace BalloonExporter.Lab.Demo;

/// <summary>
/// Whether the loop closed. The balloon's move is read from libvirt by its own client, so the exporter's word is not enough.
/// </summary>
internal sealed class LoopProof
{
    // The levels of the plan: short of memory below the first, recovered above the second.
    private const double ShortBelow = 0.10;
    private const double EnoughAbove = 0.12;
    private const long MoveKib = 16 * 1024;
    private readonly Dictionary<Guid, long> _mostKib = [];
    private TimeSpan? _shortage;
    private TimeSpan? _recommended;
    private TimeSpan? _moved;
    private TimeSpan? _ended;
    private double _leastAvailable = double.MaxValue;
    private long _movedKib;

    public bool Closed => _shortage is not null && _recommended is not null && _moved is not null && _ended is not null;

    public void Observe(Snapshot snapshot, IReadOnlyList<BalloonStatistics> libvirt)
    {
        if (snapshot.Host.AvailableShare < ShortBelow)
            _shortage ??= snapshot.Running;
        if (_shortage is null)
            return;
        _leastAvailable = Math.Min(_leastAvailable, snapshot.Host.Available ?? double.MaxValue);
        // A target may come and be reached between two looks: then its decision tells that it was asked for.
        if (snapshot.Domains.Any(domain => (domain.IsToBeShrunk && snapshot.Host.FiringTargets > 0) || domain.Decision is { IsTakeOfThePlan: true }))
            _recommended ??= snapshot.Running;
        if (LargestTakeKib(libvirt) is var kib && kib >= MoveKib)
        {
            _moved ??= snapshot.Running;
            _movedKib = Math.Max(_movedKib, kib);
        }

        if (_moved is not null && snapshot.Host.AvailableShare >= EnoughAbove)
            _ended ??= snapshot.Running;
    }

    public IEnumerable<string> Legs()
    {
        yield return Leg("a shortage arose", _shortage, $"least available {Mebibytes.Text(_leastAvailable)} MiB");
        yield return Leg("targets were recommended", _recommended, "alerts fired for targets below what the guests had");
        yield return Leg("balloons moved", _moved, $"libvirt's own client saw one guest lose {_movedKib / 1024} MiB");
        yield return Leg("the shortage ended", _ended, "more than 12 % of the budget available again");
    }

    private static string Leg(string what, TimeSpan? at, string detail) => at is { } time
        ? string.Create(CultureInfo.InvariantCulture, $"  yes  {time.TotalSeconds,4:0} s  {what}: {detail}")
        : $"  NO           {what}";

    private long LargestTakeKib(IReadOnlyList<BalloonStatistics> libvirt)
    {
        var largest = 0L;
        foreach (var domain in libvirt)
        {
            if (domain.CurrentKib is not { } current)
                continue;
            var most = Math.Max(current, _mostKib.GetValueOrDefault(domain.Uuid));
            _mostKib[domain.Uuid] = most;
            largest = Math.Max(largest, most - current);
        }

        return largest;
    }
}
