using BalloonExporter.Core.GuardRails;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Reflexes;

namespace BalloonExporter.Backtest.Simulation;

/// <summary>The product in act mode on a simulated host: its plan, reflexes, guard-rails and ledger, in rounds.</summary>
internal sealed class ActMode
{
    private readonly Limits _limits;
    private readonly MovementLedger _ledger = new();
    private readonly Planner _planner;
    private readonly PlanSamples _samples;
    private readonly ReflexEngine _engine;

    public ActMode(Limits limits)
    {
        _limits = limits;
        _planner = new Planner(limits.Planner);
        _samples = new PlanSamples(_ledger, limits);
        _engine = new ReflexEngine(_ledger, limits);
    }

    /// <summary>The host's level as the last plan saw it.</summary>
    public HostLevel Level { get; private set; } = HostLevel.Hold;

    /// <summary>Targets set.</summary>
    public int Moves { get; private set; }

    /// <summary>Of these, gifts to a server that was about to run out of memory.</summary>
    public int Rescues { get; private set; }

    /// <summary>The newest scrape, which the plan was made of.</summary>
    public HostSample? Scrape { get; private set; }

    /// <summary>Forgets a server that was started or stopped.</summary>
    public void Forget(SimulatedServer server) => _ledger.Forget(server.Uuid);

    /// <summary>Looks at all servers, plans, and carries out what the guard-rails let pass.</summary>
    /// <returns>How soon another round is needed.</returns>
    public Urgency Act(SimulatedHost host)
    {
        var (now, memory) = (host.Now, host.Memory);
        var domains = host.Running.ToDictionary(server => server.Uuid, server => (Server: server, Memory: server.Look(host.Second, now)));
        foreach (var (_, domain) in domains.Values)
            _ledger.Observe(domain, now, _limits);
        Scrape = _samples.Of(memory, domains.Values.Select(each => each.Memory), now);
        _planner.Store(Scrape);
        var plan = _planner.Evaluate(now);
        Level = plan.Level ?? Level;
        _engine.See(memory, now);
        _engine.See(domains.Values.Select(each => each.Memory), all: true, now);
        var reflexes = _engine.React(now, now);
        var asked = reflexes.Select(request => request.Uuid).ToHashSet();
        var planned = plan.Domains.Where(domain => domain.HasMove && !asked.Contains(domain.Uuid))
            .Select(domain => new BalloonRequest(domain.Uuid, (long)Kib.FromBytes(domain.RecommendedBytes), now, RequestOrigin.Alert, "plan"));
        var urgency = Urgency.None;
        // As FeedbackLoop: takes before gives.
        foreach (var request in reflexes.Concat(planned).OrderBy(request => request.TargetKib < domains[request.Uuid].Server.CurrentKib ? 0 : 1))
        {
            var (server, domain) = domains[request.Uuid];
            var ofThis = Carry(request, server, domain, memory, now);
            urgency = ofThis > urgency ? ofThis : urgency;
        }

        return urgency;
    }

    private Urgency Carry(BalloonRequest request, SimulatedServer server, DomainMemory domain, HostMemory memory, Moment now)
    {
        var decision = GuardRail.Decide(new DecisionContext
        {
            Request = request,
            Domain = domain,
            Policy = EffectivePolicy.Of(domain, _limits),
            Host = memory,
            Entry = _ledger.Of(request.Uuid),
            Activity = _ledger.RecentActivityOf(request.Uuid, now, _limits),
            Limits = _limits,
            Now = now,
        });
        if (decision.ToKib is not { } toKib)
            return Urgency.Refused;
        _ledger.Record(request, decision, domain, now, _limits);
        _ledger.Announce(domain, toKib, now, _limits);
        server.SetTarget(toKib);
        Moves++;
        var gives = toKib > decision.FromKib;
        Rescues += gives && request.Trigger is not null ? 1 : 0;
        // What is taken by a reflex is waited for by another server or by the host.
        return request.IsReflex && !gives ? Urgency.Reflex : Urgency.Plan;
    }
}
