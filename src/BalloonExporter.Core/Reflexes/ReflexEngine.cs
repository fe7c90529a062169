using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Reflexes;

/// <summary>
/// Decides which domains to read and which requests the reflexes make. Not thread-safe; holds no clock and does no I/O.
/// </summary>
public sealed class ReflexEngine(MovementLedger ledger, Limits limits)
{
    private static readonly TimeSpan EmergencyPeriod = TimeSpan.FromSeconds(2);

    private readonly HostWatch _host = new(limits);
    // A balloon with a target set after its last look is watched at this interval.
    private static readonly TimeSpan UnderWayPeriod = TimeSpan.FromSeconds(1);

    // A healthy guest answers within milliseconds.
    private static readonly TimeSpan SampleOnDemand = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<Guid, (DomainMemory Memory, Moment SeenAt, Moment DueAt)> _domains = [];
    private HostMemory? _memory;
    private Moment? _emergencyAt;
    private Moment? _recoveryAt;
    private Moment? _began;
    private Moment _allSeenAt;

    /// <summary>Domains that are about to start. One that is seen running is no longer: then its own figures tell what it still lacks.</summary>
    public ExpectedStarts ExpectedStarts { get; } = new(limits);

    /// <summary>The host's level.</summary>
    public HostLevel Level => _host.Level;

    /// <summary>The sign that started the emergency; null without one.</summary>
    public EmergencyTrigger? Emergency => _host.Emergency;

    /// <summary>Size of the emergency; null without one.</summary>
    public EmergencyNeed? Need { get; private set; }

    /// <summary>Whether the plan is gone, so that memory is given back.</summary>
    public bool Abandoned { get; private set; }

    /// <summary>Whether a rescue lacks room and the last full look is too old: all domains must be read.</summary>
    public bool NeedsFullLook { get; private set; }

    /// <summary>Records the host's memory.</summary>
    public void See(HostMemory host, Moment now)
    {
        _memory = host;
        _host.Observe(host, now);
    }

    /// <summary>Records domains just read.</summary>
    /// <param name="domains">The domains.</param>
    /// <param name="all">Whether these are all domains.</param>
    /// <param name="now">The current moment.</param>
    public void See(IEnumerable<DomainMemory> domains, bool all, Moment now)
    {
        var gone = all ? _domains.Keys.ToHashSet() : [];
        foreach (var domain in domains)
        {
            _domains[domain.Uuid] = (domain, now, LookSchedule.NextAt(domain, ledger.Of(domain.Uuid), limits, now));
            gone.Remove(domain.Uuid);
            ExpectedStarts.Seen(domain.Uuid, domain.Facts.RunningSince);
        }

        foreach (var uuid in gone)
            _domains.Remove(uuid);
        if (all)
            _allSeenAt = now;
    }

    /// <summary>Guests that could run out of memory before their next periodic sample, the tightest first.</summary>
    public IEnumerable<Guid> Pressing() => _domains
        .Select(domain => (domain.Key, Lasts: LookSchedule.Presses(domain.Value.Memory, limits)))
        .Where(domain => domain.Lasts is not null).OrderBy(domain => domain.Lasts).Select(domain => domain.Key);

    /// <summary>Records that a guest was asked for a sample: it is looked at when that is there.</summary>
    public void Expect(Guid uuid, Moment now)
    {
        if (_domains.TryGetValue(uuid, out var domain) && domain.DueAt > now + SampleOnDemand)
            _domains[uuid] = domain with { DueAt = now + SampleOnDemand };
    }

    /// <summary>Drops a domain that is gone.</summary>
    public void Forget(Guid uuid) => _domains.Remove(uuid);

    /// <summary>Domains whose look is due; in an emergency all.</summary>
    public IReadOnlySet<Guid> Due(Moment now) => EmergencyIsDue(now)
        ? _domains.Keys.ToHashSet()
        : _domains.Where(domain => DueAt(domain.Key, domain.Value.SeenAt, domain.Value.DueAt) <= now).Select(domain => domain.Key).ToHashSet();

    /// <summary>When the next look at a domain is due.</summary>
    public Moment NextDueAt()
    {
        var next = Moment.MaxValue;
        foreach (var (uuid, domain) in _domains)
        {
            var dueAt = DueAt(uuid, domain.SeenAt, domain.DueAt);
            next = dueAt < next ? dueAt : next;
        }

        return next;
    }

    /// <summary>The requests to make now, at most one per domain.</summary>
    public IReadOnlyList<BalloonRequest> React(Moment? heartbeatAt, Moment now)
    {
        _began ??= now;
        Abandoned = _host.Level == HostLevel.Green && now - (heartbeatAt ?? _began) > limits.HeartbeatLifetime;
        if (_memory is not { } host)
            return [];
        var domains = _domains.Values.Select(domain => ReflexDomain.Of(domain.Memory, ledger, limits, now)).OfType<ReflexDomain>().ToList();
        var look = new ReflexLook
        {
            Now = now,
            Host = host,
            Level = _host.Level,
            Thrashes = _host.Thrashes,
            Domains = domains,
            GrantedKib = ledger.RecentActivityOf(Guid.Empty, now, limits).GrantedKib,
            Limits = limits,
        }.Split(ledger);
        Need = _host.Emergency is null ? null : HostEmergency.NeedOf(look);
        var requests = new List<BalloonRequest>();
        var rescue = Rescue.Plan(look);
        // A domain's first request counts: what gives it most comes first, and nothing is taken from a stalled balloon.
        requests.AddRange(rescue.Gives);
        requests.AddRange(Recovery.Releases(look));
        requests.AddRange(rescue.Takes);
        NeedsFullLook = rescue.ShortKib > 0 && now - _allSeenAt > EmergencyPeriod;
        if (EmergencyIsDue(now))
        {
            _emergencyAt = now;
            requests.AddRange(HostEmergency.Requests(look));
        }

        requests.AddRange(Starts.Requests(look, ExpectedStarts.ExpectedKib(now)));
        if (_recoveryAt is null || now - _recoveryAt >= limits.RecoveryPeriod)
        {
            _recoveryAt = now;
            requests.AddRange(Recovery.Requests(look, Abandoned));
        }

        return [.. requests.DistinctBy(request => request.Uuid)];
    }

    private Moment DueAt(Guid uuid, Moment seenAt, Moment dueAt) =>
        dueAt > seenAt + UnderWayPeriod && ledger.Of(uuid).UnderWayKib is not null ? seenAt + UnderWayPeriod : dueAt;

    private bool EmergencyIsDue(Moment now) =>
        _host.Emergency is not null && (_emergencyAt is null || now - _emergencyAt >= EmergencyPeriod);
}
