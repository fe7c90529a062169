using BalloonExporter.Backtest.Simulation;
using BalloonExporter.Core.GuardRails;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Needs;
using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Reflexes;
using BalloonExporter.Simulator.World;

namespace BalloonExporter.Simulator.Controllers;

/// <summary>
/// This project: scrapes every five seconds, a plan every fifteen that arrives as late as alerts do, and the reflexes every second. Plan, guard-rails,
/// ledger and reflexes are those of the product.
/// </summary>
public sealed class Ours(bool plans = true, bool reflexes = true, int planEvery = 15, Limits? limits = null, int? planDelay = null) : IController
{
    private const int ScrapeEvery = 5;
    private const int SamplesAtOnce = 5;

    // A look that is due between two ticks is made at the nearer one.
    private static readonly TimeSpan HalfATick = TimeSpan.FromSeconds(0.05);

    private readonly Limits _limits = limits ?? new Limits();
    private readonly MovementLedger _ledger = new();
    private readonly Planner _planner = new((limits ?? new Limits()).Planner);
    private readonly PlanDelay _delay = new(planDelay);
    private readonly PriorityQueue<BalloonRequest, int> _delivered = new();
    private readonly Dictionary<Guid, SampleArrivals> _arrivals = [];
    private ReflexEngine? _engine;
    private int _allSeenAt = -100;
    private int _running;

    /// <summary>Decisions by origin and reason.</summary>
    public Dictionary<(RequestOrigin Origin, Verdict Verdict, DecisionReason Reason), int> Decisions { get; } = [];

    public int Rescues { get; private set; }

    public void Act(SimulatedHost host)
    {
        _engine ??= new ReflexEngine(_ledger, _limits);
        if (host.Second % ScrapeEvery == 0)
        {
            var domains = Look(host, host.Guests);
            _planner.Store(new PlanSamples(_ledger, _limits).Of(host.Memory, domains, host.Now));
        }

        if (plans && host.Second % planEvery == planEvery / 2)
        {
            foreach (var domain in _planner.Evaluate(host.Now).Domains.Where(domain => domain.HasMove))
                _delivered.Enqueue(new BalloonRequest(domain.Uuid, (long)Kib.FromBytes(domain.RecommendedBytes), host.Now, RequestOrigin.Alert, "plan"), host.Second + _delay.Next());
        }

        var requests = new List<BalloonRequest>();
        while (_delivered.TryPeek(out _, out var at) && at <= host.Second)
            requests.Add(_delivered.Dequeue());
        if (reflexes)
        {
            var asked = React(host);
            requests = [.. asked, .. requests.Where(request => !asked.Any(reflex => reflex.Uuid == request.Uuid))];
        }

        Carry(host, requests);
        if (reflexes)
            AskForSamples(host);
    }

    // The host's memory is read each second, guests when their looks are due. Between whole seconds only a guest in need leads to requests.
    public void ActWithin(SimulatedHost host)
    {
        if (!reflexes || _engine is null || _engine.Due(host.Now + HalfATick) is not { Count: > 0 } due)
            return;
        var seen = Look(host, host.Guests.Where(guest => due.Contains(guest.Uuid)));
        _engine.See(seen, all: false, host.Now);
        if (seen.Exists(domain => IsInNeed(domain, host.Now)))
            Carry(host, [.. _engine.React(host.Now, host.Now)]);
        AskForSamples(host);
    }

    // As ReflexLoop does it: the tightest guests ten times a second, within the host's budget.
    private void AskForSamples(SimulatedHost host)
    {
        foreach (var uuid in _engine!.Pressing().Take(SamplesAtOnce).ToList())
        {
            host.Guests.First(guest => guest.Uuid == uuid).AskForSample();
            _engine.Expect(uuid, host.Now);
        }
    }

    private bool IsInNeed(DomainMemory domain, Moment now) =>
        ReflexDomain.Of(domain, _ledger, _limits, now) is { } known && RescueNeed.CauseOf(known, _limits) is not null;

    private IReadOnlyList<BalloonRequest> React(SimulatedHost host)
    {
        _engine!.See(host.Memory, host.Now);
        // A start or a stop has all guests read: the exporter learns of it by libvirt's event.
        var running = host.Guests.Count(guest => !guest.IsDown);
        if (host.Second - _allSeenAt >= 10 || running != _running)
            SeeAll(host);
        else if (_engine.Due(host.Now + HalfATick) is { Count: > 0 } due)
            _engine.See(Look(host, host.Guests.Where(guest => due.Contains(guest.Uuid))), all: false, host.Now);
        var requests = _engine.React(host.Now, host.Now);
        if (!_engine.NeedsFullLook)
            return requests;
        SeeAll(host);
        return _engine.React(host.Now, host.Now);
    }

    private void SeeAll(SimulatedHost host)
    {
        _allSeenAt = host.Second;
        _running = host.Guests.Count(guest => !guest.IsDown);
        _engine!.See(Look(host, host.Guests), all: true, host.Now);
    }

    // As FeedbackLoop: shrinks before grows. A request that lacks room is not repeated here; the next look makes it again.
    private void Carry(SimulatedHost host, List<BalloonRequest> requests)
    {
        var guests = host.Guests.ToDictionary(guest => guest.Uuid);
        foreach (var request in requests.OrderBy(request => request.TargetKib < guests[request.Uuid].CurrentKib ? 0 : 1))
        {
            var guest = guests[request.Uuid];
            var domain = guest.IsDown ? null : guest.Look(host.Now, _limits);
            if (domain is not null)
                _ledger.Observe(domain, host.Now, _limits);
            var decision = GuardRail.Decide(new DecisionContext
            {
                Request = request,
                Domain = domain,
                Policy = domain is null ? null : EffectivePolicy.Of(domain, _limits),
                Host = host.Memory,
                Entry = _ledger.Of(request.Uuid),
                Activity = _ledger.RecentActivityOf(request.Uuid, host.Now, _limits),
                Limits = _limits,
                Now = host.Now,
            });
            var key = (request.Origin, decision.Verdict, decision.Reason);
            Decisions[key] = Decisions.GetValueOrDefault(key) + 1;
            if (decision.ToKib is not { } toKib)
                continue;
            Rescues += request.Trigger is not null && toKib > decision.FromKib ? 1 : 0;
            _ledger.Record(request, decision, domain!, host.Now, _limits);
            _ledger.Announce(domain!, toKib, host.Now, _limits);
            _ledger.Count(request, decision);
            host.SetTarget(guest, toKib);
        }
    }

    private List<DomainMemory> Look(SimulatedHost host, IEnumerable<SimulatedGuest> guests)
    {
        var domains = new List<DomainMemory>();
        foreach (var guest in guests)
        {
            if (guest.IsDown)
            {
                _ledger.Forget(guest.Uuid);
                continue;
            }

            var domain = Read(guest.Look(host.Now, _limits), host.Now);
            _ledger.Observe(domain, host.Now, _limits);
            guest.AskedEverySecond = reflexes && LookSchedule.IsTight(domain, guest.AskedEverySecond, _limits);
            domains.Add(domain);
        }

        return domains;
    }

    private DomainMemory Read(DomainMemory domain, Moment now)
    {
        domain = domain with { ReadAt = now };
        if (domain.Guest is not { } sample)
            return domain;
        if (!_arrivals.TryGetValue(domain.Uuid, out var arrivals))
            _arrivals[domain.Uuid] = arrivals = new SampleArrivals();
        return domain with { NextSample = arrivals.Note(sample.SampledAt, now, domain.Facts.StatisticsPeriod) };
    }
}
