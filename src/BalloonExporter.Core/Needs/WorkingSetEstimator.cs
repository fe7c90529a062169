using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Needs;

/// <summary>
/// What must be remembered of one domain to read its statistics right: where the balloon stood when a sample was taken,
/// what the guest's kernel keeps for itself, what was swapped. Not thread-safe; holds no clock.
/// </summary>
public sealed class WorkingSetEstimator
{
    // Sample times are whole seconds and QEMU reports balloon changes at most once a second.
    private static readonly TimeSpan SampleTimeError = TimeSpan.FromSeconds(1);
    // QEMU tells of a move when it begins and then once a second, libvirt passes that on, and on a busy host it comes late.
    private static readonly TimeSpan MoveNews = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BalloonWindow = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan RiseWindow = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SwapWindow = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SwapOutWindow = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SwapResolution = TimeSpan.FromSeconds(20);

    private readonly List<(Moment At, long CurrentKib)> _balloon = [];
    private readonly List<(Moment At, long LeastKib)> _swap = [];
    private readonly List<(Moment At, long Kib)> _swapOut = [];
    private readonly List<(Moment At, double Share)> _usable = [];
    private long _netSwappedOutKib;
    private Moment? _movedAt;
    private WorkingSet? _before;
    private long? _kernelReserveKib;
    private long? _maximumKib;
    private long _pluggedKib;
    private Moment? _pluggedKnownAt;
    private long _totalKib;
    private long _totalBeforeKib;

    /// <summary>The working set of the newest sample that could be trusted.</summary>
    public WorkingSet? WorkingSet { get; private set; }

    /// <summary>Remembers where the balloon stood. Called for every read and every balloon event.</summary>
    public void ObserveBalloon(Moment at, long currentKib)
    {
        if (_balloon.Count > 0 && _balloon[^1].CurrentKib != currentKib)
            ExpectMove(at);
        // A flat line needs only its two ends.
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

        // The last point before the window stays: it says where the line came from.
        while (_balloon.Count > 2 && _balloon[1].At < at - BalloonWindow)
            _balloon.RemoveAt(0);
    }

    /// <summary>Remembers that the balloon is being told to move: for a moment the guest's figures are newer than what is heard of the balloon.</summary>
    public void ExpectMove(Moment at) => _movedAt = _movedAt > at ? _movedAt : at;

    /// <summary>Takes in one sample, after <see cref="ObserveBalloon"/> of the same read; sets <see cref="WorkingSet"/> if it can be trusted.</summary>
    /// <param name="sample">The guest's sample.</param>
    /// <param name="currentKib">The balloon's live value.</param>
    /// <param name="maximumKib">The domain's maximum.</param>
    /// <param name="autoDeflate">Whether the domain has deflate-on-OOM: then the guest's total does not follow the balloon.</param>
    /// <param name="pluggedKib">What the guest's total counts besides what the balloon can take: plugged parts of memory devices.</param>
    public void ObserveSample(GuestStatistics sample, long currentKib, long maximumKib, bool? autoDeflate, long pluggedKib = 0)
    {
        if (_maximumKib != maximumKib)
        {
            // Another instance, or memory was plugged: what was learned of the old one is void.
            _kernelReserveKib = null;
            WorkingSet = _before = null;
            _maximumKib = maximumKib;
        }

        if (_pluggedKib != pluggedKib)
        {
            // Of samples from about then it is not known whether they count what was plugged.
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
        // A total above the balloon cannot be following it (Windows does that without deflate-on-OOM).
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
        // What is plugged may hold all that the guest needs.
        if (pluggedKib > 0)
            workingSetKib = Math.Max(1, workingSetKib);
        if (workingSetKib <= 0 || workingSetKib > upperBoundKib + (upperBoundKib / 20))
            return;
        if (WorkingSet?.SampledAt != sample.SampledAt)
            (_before, _totalBeforeKib) = (WorkingSet, _totalKib);
        _totalKib = totalKib;
        WorkingSet = new WorkingSet(workingSetKib, sample.SampledAt) { RisePerSecondKib = RisePerSecondKib(workingSetKib, sample.SampledAt) };
    }

    /// <summary>Memory swapped out and not back in, since there was least of that within the last ten minutes, in KiB: as the plan counts it.</summary>
    public long SwapDebtKib => _swap.Count == 0 ? 0 : _netSwappedOutKib - _swap.Min(least => least.LeastKib);

    /// <summary>The least part of its memory that the guest had usable within the last ten minutes; null before the first sample.</summary>
    public double? RecentLeastUsableShare => _usable.Count == 0 ? null : _usable.Min(least => least.Share);

    /// <summary>What was swapped out since the guest's boot, at the last samples within ten seconds; empty while that does not grow.</summary>
    public IReadOnlyList<(Moment At, long Kib)> RecentSwapOut { get; private set; } = [];

    /// <summary>Forgets everything: the guest rebooted, or another instance runs.</summary>
    public void Forget()
    {
        _balloon.Clear();
        _movedAt = null;
        _swap.Clear();
        _swapOut.Clear();
        _usable.Clear();
        RecentSwapOut = [];
        _kernelReserveKib = null;
        WorkingSet = _before = null;
    }

    private void ObserveSwap(GuestStatistics sample)
    {
        if (sample.SwapOutKib is not { } outKib || sample.SwapInKib is not { } inKib)
            return;
        ObserveSwapOut(sample.SampledAt, outKib);
        _netSwappedOutKib = outKib - inKib;
        // The least of each while, as for what is usable.
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
        // Nearly all guests never swap: for them nothing is copied.
        RecentSwapOut = outKib > _swapOut[0].Kib ? [.. _swapOut] : [];
    }

    // The least of each while: ten minutes of samples would be many.
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
        if (_before is not { } before || sampledAt <= before.SampledAt || sampledAt - before.SampledAt > RiseWindow)
            return 0;
        return Math.Max(0, (workingSetKib - before.Kib - MovedSinceKib(before.SampledAt)) / (sampledAt - before.SampledAt).TotalSeconds);
    }

    // How far the balloon moved since the sample before. In the middle of a move a guest's total may count pages already that its
    // usable memory does not: what the balloon itself can have feigned is no rise.
    private long MovedSinceKib(Moment since)
    {
        var (lowestKib, highestKib) = (long.MaxValue, 0L);
        for (var index = _balloon.Count - 1; index >= 0; index--)
        {
            lowestKib = Math.Min(lowestKib, _balloon[index].CurrentKib);
            highestKib = Math.Max(highestKib, _balloon[index].CurrentKib);
            if (_balloon[index].At <= since)
                break;
        }

        // The guest's own total knows of a move before anybody has heard of it.
        return Math.Max(Math.Max(0, highestKib - lowestKib), Math.Abs(_totalKib - _totalBeforeKib));
    }

    // Where the balloon stood at a sample, if it stood still around it. A sample's time is a whole second, so a balloon that moved
    // within that second, before or after, leaves no telling. Nor does one of which there may be more to hear.
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

        // Seen for the first time: a full balloon can only have been smaller before, which makes the need look larger, never smaller.
        return knownBefore || value >= maximumKib ? value : null;
    }
}
