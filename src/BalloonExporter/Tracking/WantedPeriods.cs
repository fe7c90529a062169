using System.Threading.Channels;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Reflexes;
using BalloonExporter.Options;

namespace BalloonExporter.Tracking;

/// <summary>
/// The statistics period that each guest should have: at most the operator's, and one second while it is tight. Thread-safe: one lock,
/// inside which nothing else is called.
/// </summary>
internal sealed class WantedPeriods(ExporterOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Wanted> _wanted = [];

    // More than the domains of any host; domains that do not fit are found again.
    private readonly Channel<Guid> _wrong =
        Channel.CreateBounded<Guid>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Domains whose period is too long, or no longer needs to be short.</summary>
    public ChannelReader<Guid> Wrong => _wrong.Reader;

    /// <summary>The statistics period that a domain should have.</summary>
    public TimeSpan Of(Guid uuid)
    {
        lock (_lock)
        {
            var wanted = _wanted.GetValueOrDefault(uuid);
            return wanted is { Tight: true } ? LookSchedule.TightPeriod : wanted?.PeriodAtEase ?? options.GuestStatisticsPeriod;
        }
    }

    /// <summary>The period that a tight guest has; null for all others, and for those whose period this exporter may not set.</summary>
    public TimeSpan? OfTight(Guid uuid)
    {
        lock (_lock)
            return _wanted.GetValueOrDefault(uuid)?.PeriodWhileTight;
    }

    /// <summary>The period of a domain may not be what it should be: it is set again.</summary>
    public void SetAgain(Guid uuid) => _wrong.Writer.TryWrite(uuid);

    /// <summary>Checks a domain.</summary>
    public void Look(DomainMemory domain)
    {
        lock (_lock)
        {
            if (!_wanted.TryGetValue(domain.Uuid, out var wanted))
                _wanted[domain.Uuid] = wanted = new Wanted();
            // Once per read of the XML: a period that could not be set is tried again with the next one.
            if (!ReferenceEquals(domain.Facts, wanted.Seen) && (IsTooSlow(domain.Facts.StatisticsPeriod) || (!wanted.Tight && IsLeftBehind(domain.Facts))) && MayBeSet(domain))
            {
                wanted.PeriodAtEase ??= AtEase(domain.Facts);
                _wrong.Writer.TryWrite(domain.Uuid);
            }

            wanted.Seen = domain.Facts;
            NoteTightness(wanted, domain);
        }
    }

    /// <summary>An instance started or ended.</summary>
    public void Forget(Guid uuid)
    {
        lock (_lock)
            _wanted.Remove(uuid);
    }

    /// <summary>Drops domains that do not run.</summary>
    public void Keep(IReadOnlySet<Guid> active)
    {
        lock (_lock)
        {
            foreach (var uuid in _wanted.Keys.Where(uuid => !active.Contains(uuid)).ToList())
                _wanted.Remove(uuid);
        }
    }

    private void NoteTightness(Wanted wanted, DomainMemory domain)
    {
        var tight = LookSchedule.IsTight(domain, wanted.PeriodWhileTight is not null, options.Limits);
        wanted.PeriodWhileTight = tight && MayBeSet(domain) && domain.Facts.StatisticsPeriod is { } set && set > TimeSpan.Zero
            ? set < LookSchedule.TightPeriod ? set : LookSchedule.TightPeriod
            : null;
        if (tight == wanted.Tight)
            return;
        if (tight)
        {
            if (domain.Facts.StatisticsPeriod is not { } period || !MayBeSet(domain))
                return;
            wanted.PeriodAtEase = AtEase(domain.Facts);
            // Leave an already shorter period alone.
            if (period <= LookSchedule.TightPeriod && !IsLeftBehind(domain.Facts))
                return;
        }

        wanted.Tight = tight;
        _wrong.Writer.TryWrite(domain.Uuid);
    }

    private bool MayBeSet(DomainMemory domain) =>
        domain.Facts is { HasStatisticsPeriod: true, Balloon: BalloonCapability.Manageable } && !OptOut.LeavesAlone(domain.Facts, domain.Name, options.Limits);

    // An exporter that was killed while the guest was tight could not put its period back. The definition tells what it was.
    private static bool IsLeftBehind(DomainFacts facts) =>
        facts is { HasManagedMarker: true, NextStatisticsPeriod: { } defined } && facts.StatisticsPeriod == LookSchedule.TightPeriod && defined != LookSchedule.TightPeriod;

    private TimeSpan AtEase(DomainFacts facts)
    {
        var period = IsLeftBehind(facts) ? facts.NextStatisticsPeriod : facts.StatisticsPeriod;
        return IsTooSlow(period) ? options.GuestStatisticsPeriod : period!.Value;
    }

    private bool IsTooSlow(TimeSpan? period) => period is null || period == TimeSpan.Zero || period > options.GuestStatisticsPeriod;

    private sealed class Wanted
    {
        public DomainFacts? Seen { get; set; }

        public bool Tight { get; set; }

        public TimeSpan? PeriodAtEase { get; set; }

        public TimeSpan? PeriodWhileTight { get; set; }
    }
}
