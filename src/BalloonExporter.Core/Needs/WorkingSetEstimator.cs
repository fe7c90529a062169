using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Needs;

/// <summary>
/// Estimates a guest's working set from its statistics. Needs history: the balloon's size when a sample was taken, the kernel reserve of
/// the guest, and swap counters. Not thread-safe; holds no clock.
/// </summary>
public sealed class WorkingSetEstimator
{
    // Sample times are whole seconds and QEMU reports balloon changes at most once a second.
    private static readonly TimeSpan SampleTimeError = TimeSpan.FromSeconds(1);
    // QEMU reports a move when it begins and then once a second; libvirt forwards the events, and on a busy host they arrive late.
    private static readonly TimeSpan MoveNews = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BalloonWindow = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan RiseWindow = TimeSpan.FromMinutes(1);
    // A rise is measured over this time, or over a shorter one while there is no older sample. Samples can be a tenth of a second apart: over
    // so short a time each small burst would look like a large one, and their times are not as exact as that.
    private static readonly TimeSpan RiseSpan = TimeSpan.FromSeconds(1.9);
    private static readonly TimeSpan ShortestRiseSpan = TimeSpan.FromSeconds(0.9);
    private static readonly TimeSpan SwapWindow = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SwapOutWindow = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SwapResolution = TimeSpan.FromSeconds(20);

    private readonly List<(Moment At, long CurrentKib)> _balloon = [];
    private readonly List<(Moment At, long LeastKib)> _swap = [];
    private readonly List<(Moment At, long Kib)> _swapOut = [];
    private readonly List<(Moment At, double Share)> _usable = [];
    private readonly RiseHistory _rises = new();
    private long _netSwappedOutKib;
    private Moment? _movedAt;
    private readonly List<(WorkingSet Set, long TotalKib)> _before = [];
    private long? _kernelReserveKib;
    private long? _maximumKib;
    private long _pluggedKib;
    private Moment? _pluggedKnownAt;
    private long _totalKib;

    /// <summary>Working set of the newest sample that was usable.</summary>
    public WorkingSet? WorkingSet { get; private set; }

    /// <summary>Records the balloon's size. Called for every read and every balloon event.</summary>
    public void ObserveBalloon(Moment at, long currentKib)
    {
        if (_balloon.Count > 0 && _balloon[^1].CurrentKib != currentKib)
            ExpectMove(at);
        // A constant size needs only its first and last point.
        if (_balloon.Count >= 2 && _balloon[^1].CurrentKib == currentKib && _balloon[^2].CurrentKib == currentKib && at >= _balloon[^1].At)
        {
            _balloon[^1] = (at, currentKib);
        }
        else
        {
            var index = _balloon.Count;
            while (index > 0 && _balloon[index - 1].At > at)
                index--;
            _balloon.Insert(index, (at, currentKib));
        }

        // The last point before the window is kept: it is the size at the start of the window.
        while (_balloon.Count > 2 && _balloon[1].At < at - BalloonWindow)
            _balloon.RemoveAt(0);
    }

    /// <summary>Records that a balloon target is being set: for a moment the guest's statistics may be newer than the known balloon size.</summary>
    public void ExpectMove(Moment at) => _movedAt = _movedAt > at ? _movedAt : at;

    /// <summary>Records one sample, after <see cref="ObserveBalloon"/> of the same read; updates <see cref="WorkingSet"/> when the sample is usable.</summary>
    /// <param name="sample">The guest's sample.</param>
    /// <param name="currentKib">The balloon's live value.</param>
    /// <param name="maximumKib">The domain's maximum.</param>
    /// <param name="autoDeflate">Whether the domain has deflate-on-OOM: then the guest's total does not change with the balloon.</param>
    /// <param name="pluggedKib">Memory in the guest's total that the balloon cannot take: plugged parts of memory devices.</param>
    public void ObserveSample(GuestStatistics sample, long currentKib, long maximumKib, bool? autoDeflate, long pluggedKib = 0)
    {
        if (_maximumKib != maximumKib)
        {
            // Another instance, or memory was plugged: the old estimate is void.
            _kernelReserveKib = null;
            WorkingSet = null;
            _before.Clear();
            _maximumKib = maximumKib;
        }

        if (_pluggedKib != pluggedKib)
        {
            // It is unknown whether samples around that time include the plugged memory.
            _kernelReserveKib = null;
            _pluggedKnownAt = sample.SampledAt + MoveNews;
            _pluggedKib = pluggedKib;
        }

        ObserveSwap(sample);
        if (sample is not { TotalKib: { } guestTotalKib, UsableKib: { } usableKib })
            return;
        var totalKib = guestTotalKib - pluggedKib;
        ObserveUsable(sample.SampledAt, (double)(sample.BackedUsableKib ?? usableKib) / Math.Max(1, currentKib));

        var settledKib = SettledBalloonAt(sample.SampledAt, maximumKib);
        // A total above the balloon's size cannot be following it (Windows reports that without deflate-on-OOM).
        var followsBalloon = autoDeflate == false && totalKib <= (settledKib ?? currentKib);
        long workingSetKib;
        if (settledKib is { } balloonKib)
        {
            if (followsBalloon && !(sample.SampledAt < _pluggedKnownAt))
                _kernelReserveKib = balloonKib - totalKib;
            workingSetKib = balloonKib - usableKib;
        }
        else if (followsBalloon && _kernelReserveKib is { } reserveKib)
        {
            workingSetKib = totalKib - usableKib + reserveKib;
        }
        else
        {
            return;
        }

        var upperBoundKib = settledKib ?? Math.Max(currentKib, totalKib);
        // Plugged memory may hold everything the guest needs.
        if (pluggedKib > 0)
            workingSetKib = Math.Max(1, workingSetKib);
        if (workingSetKib <= 0 || workingSetKib > upperBoundKib + (upperBoundKib / 20))
            return;
        if (WorkingSet is { } last && last.SampledAt != sample.SampledAt)
            _before.Add((last, _totalKib));
        while (_before.Count > 1 && _before[1].Set.SampledAt <= sample.SampledAt - RiseSpan)
            _before.RemoveAt(0);
        _totalKib = totalKib;
        // While the balloon moves the working set may be too large by as much.
        if (settledKib is not null)
            _rises.Observe(sample.SampledAt, workingSetKib);
        WorkingSet = new WorkingSet(workingSetKib, sample.SampledAt)
        {
            RisePerSecondKib = RisePerSecondKib(workingSetKib, sample.SampledAt),
            LargestRisePerSecondKib = _rises.LargestAt(sample.SampledAt),
        };
    }

    /// <summary>Swap debt in KiB, as in the plan: memory swapped out and not back in, above the lowest value of the last ten minutes.</summary>
    public long SwapDebtKib => _swap.Count == 0 ? 0 : _netSwappedOutKib - _swap.Min(least => least.LeastKib);

    /// <summary>Lowest usable share of the guest's memory within the last ten minutes; null before the first sample.</summary>
    public double? RecentLeastUsableShare => _usable.Count == 0 ? null : _usable.Min(least => least.Share);

    /// <summary>Total swapped out since the guest's boot, at the samples of the last ten seconds; empty while it does not grow.</summary>
    public IReadOnlyList<(Moment At, long Kib)> RecentSwapOut { get; private set; } = [];

    /// <summary>Drops all history: the guest rebooted, or another instance runs.</summary>
    public void Forget()
    {
        _balloon.Clear();
        _movedAt = null;
        _swap.Clear();
        _swapOut.Clear();
        _usable.Clear();
        RecentSwapOut = [];
        _rises.Forget();
        _kernelReserveKib = null;
        WorkingSet = null;
        _before.Clear();
    }

    private void ObserveSwap(GuestStatistics sample)
    {
        if (sample.SwapOutKib is not { } outKib || sample.SwapInKib is not { } inKib)
            return;
        ObserveSwapOut(sample.SampledAt, outKib);
        _netSwappedOutKib = outKib - inKib;
        // Keeps one minimum per step, as for usable memory.
        while (_swap.Count > 1 && _swap[1].At <= sample.SampledAt - SwapWindow)
            _swap.RemoveAt(0);
        if (_swap.Count > 0 && sample.SampledAt - _swap[^1].At < SwapResolution)
            _swap[^1] = _swap[^1] with { LeastKib = Math.Min(_swap[^1].LeastKib, _netSwappedOutKib) };
        else
            _swap.Add((sample.SampledAt, _netSwappedOutKib));
    }

    private void ObserveSwapOut(Moment at, long outKib)
    {
        if (_swapOut.Count > 0 && at <= _swapOut[^1].At)
            return;
        while (_swapOut.Count > 1 && _swapOut[1].At <= at - SwapOutWindow)
            _swapOut.RemoveAt(0);
        _swapOut.Add((at, outKib));
        // Nearly all guests never swap: no copy for them.
        RecentSwapOut = outKib > _swapOut[0].Kib ? [.. _swapOut] : [];
    }

    // Keeps one minimum per step: all samples of ten minutes would be too many.
    private void ObserveUsable(Moment at, double share)
    {
        while (_usable.Count > 1 && _usable[1].At <= at - SwapWindow)
            _usable.RemoveAt(0);
        if (_usable.Count > 0 && at - _usable[^1].At < SwapResolution)
            _usable[^1] = _usable[^1] with { Share = Math.Min(_usable[^1].Share, share) };
        else
            _usable.Add((at, share));
    }

    private double RisePerSecondKib(long workingSetKib, Moment sampledAt)
    {
        if (_before is not [var (before, totalBeforeKib), ..] || sampledAt - before.SampledAt < ShortestRiseSpan || sampledAt - before.SampledAt > RiseWindow)
            return 0;
        var movedKib = MovedSinceKib(before.SampledAt, totalBeforeKib);
        return Math.Max(0, (workingSetKib - before.Kib - movedKib) / (sampledAt - before.SampledAt).TotalSeconds);
    }

    // How far the balloon moved since the last sample. During a move the guest's total may already include pages that its usable memory
    // does not: a rise that the move could cause is not counted.
    private long MovedSinceKib(Moment since, long totalBeforeKib)
    {
        var (lowestKib, highestKib) = (long.MaxValue, 0L);
        for (var index = _balloon.Count - 1; index >= 0; index--)
        {
            lowestKib = Math.Min(lowestKib, _balloon[index].CurrentKib);
            highestKib = Math.Max(highestKib, _balloon[index].CurrentKib);
            if (_balloon[index].At <= since)
                break;
        }

        // The guest's total changes before the balloon event arrives.
        return Math.Max(Math.Max(0, highestKib - lowestKib), Math.Abs(_totalKib - totalBeforeKib));
    }

    // The balloon's size at a sample, if it was constant around it. Sample times are whole seconds, so a move within that second, before
    // or after, makes the size ambiguous. So does a move that may not have been reported yet.
    private long? SettledBalloonAt(Moment sampledAt, long maximumKib)
    {
        if (_movedAt is { } movedAt && sampledAt + SampleTimeError > movedAt && _balloon[^1].At < movedAt + MoveNews)
            return null;
        var from = sampledAt;
        var to = sampledAt + SampleTimeError;
        long? value = null;
        var knownBefore = false;
        foreach (var (at, currentKib) in _balloon)
        {
            if (at <= from)
            {
                value = currentKib;
                knownBefore = true;
                continue;
            }

            if (value is { } earlier && earlier != currentKib)
                return null;
            value = currentKib;
            if (at >= to)
                break;
        }

        // First look: a balloon at its maximum can only have been smaller before, which overestimates the need, never underestimates it.
        return knownBefore || value >= maximumKib ? value : null;
    }
}
