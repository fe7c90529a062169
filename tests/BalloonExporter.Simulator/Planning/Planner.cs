using static BalloonExporter.Simulator.World.Sizes;

namespace BalloonExporter.Simulator.Planning;

/// <summary>
/// alerts/planner.rules.yml once more, in its order and with its constants: what Prometheus would recommend. Tests of the rules themselves are in
/// tests/alerts; this stands in for them where an hour has to pass in a second.
/// </summary>
public sealed class Planner
{
    private const double Goal = 0.12;
    private const double GreenEnter = 0.15;
    private const double SoftEnter = 0.10;
    private const double SoftLeave = 0.12;
    private const double RedEnter = 0.06;
    private const double RedLeave = 0.08;
    private const double RedPressure = 0.10;
    private const double RedSwapOutKibPerSecond = MiB;
    private const double CritEnter = 0.045;
    private const double CritLeave = 0.06;
    private const double NoGrant = 0.03;
    private const double Headroom = 384 * MiB;
    private const double HeadroomMaximum = 0.08;
    private const double HeadroomWorkingSet = 0.30;
    private const double SlopeSeconds = 20;
    private const double SurgeCap = 0.5;
    private const double FloorMargin = 64 * MiB;
    private const double FloorMarginRatio = 0.05;
    private const double FloorBytes = 256 * MiB;
    private const double PressureSwapOut = MiB;
    private const double SwapUsable = 0.30;
    private const double PressureUsable = 0.06;
    private const double RecoverStep = 0.10;
    private const double RecoverStepKib = 32 * MiB;
    private const double FreezeMargin = 64 * MiB;
    private const double InflightSeconds = 30;
    private const double SplitReserve = 0.08;
    private const double SplitLeave = 0.95;
    private const double DeadBand = 16 * MiB;
    private const double DeadBandMaximum = 0.01;

    private readonly List<Scrape> _scrapes = [];
    private bool _soft;
    private bool _red;
    private bool _crit;
    private bool _overfull;
    private Moment? _overfullSince;

    /// <summary>Takes in a scrape.</summary>
    public void Store(Scrape scrape)
    {
        _scrapes.Add(scrape);
        _scrapes.RemoveAll(old => old.At < scrape.At - TimeSpan.FromMinutes(11));
    }

    /// <summary>The targets that should move, in KiB.</summary>
    public IReadOnlyDictionary<Guid, long> Evaluate(Moment now)
    {
        var scrape = _scrapes[^1];
        var plans = scrape.Domains.Values
            .Where(domain => domain is { Managed: true, Fresh: true, WorkingSet: > 0 }).Select(domain => new Plan(domain, this, now)).ToList();
        var (total, available) = (scrape.Total, scrape.Available);

        // How the host stands.
        var needUrgent = plans.Sum(plan => Math.Max(0, plan.HardFloor - plan.Target));
        var need = plans.Sum(plan => Math.Max(0, plan.Demand - plan.Target));
        var inflight = plans.Sum(plan => plan.Inflight);
        var granted = plans.Sum(plan => plan.Granted);
        var share = available / total;
        var green = Within(TimeSpan.FromMinutes(1), now).All(each => each.Available > GreenEnter * each.Total) && _scrapes[0].At <= now - TimeSpan.FromMinutes(1);
        _soft = (available - needUrgent) / total < (_soft ? SoftLeave : SoftEnter);
        _red = share < (_red ? RedLeave : RedEnter);
        _crit = share < (_crit ? CritLeave : CritEnter);
        var thrashing = Rate(each => each.Waiting, now) > RedPressure || Rate(each => each.SwapOut, now) > RedSwapOutKibPerSecond;
        var level = _crit ? 4 : _red || thrashing ? 3 : _soft ? 2 : green ? 0 : 1;

        // When the demands cannot fit.
        var demand = plans.Sum(plan => plan.Demand);
        var pool = available + plans.Sum(plan => plan.Domain.Resident);
        _overfull = demand > (pool - (CritEnter * total)) * (_overfull ? SplitLeave : 1);
        _overfullSince = _overfull ? _overfullSince ?? now : null;
        var infeasible = now - _overfullSince >= TimeSpan.FromSeconds(20) && level >= 2;
        if (infeasible)
            Split(plans, Math.Max(0, pool - (SplitReserve * total)));

        // Takes.
        var deficit = Math.Max(0, (Goal * total) - available - inflight + granted + plans.Sum(plan => plan.Need));
        var wanted = level >= 2 ? deficit : 0;
        foreach (var plan in plans)
            plan.Vetoed = plan.Pressure && !infeasible;
        var left = Fill(plans, wanted, plan => plan.Idle, (plan, take) => plan.Take += take);
        if (level >= 3 && !infeasible)
            Fill(plans, left, plan => plan.Spare, (plan, take) => plan.Take += take);

        // Growth of the needy.
        var urgentRoom = share >= NoGrant ? Math.Max(0, available - granted - (CritEnter * total)) : 0;
        var urgent = Divide(plans, urgentRoom, plan => plan.NeedUrgent);
        var comfortRoom = Math.Max(0, available - granted - urgent.Sum() - (SoftEnter * total));
        var comfort = level < 3 ? Divide(plans, comfortRoom, plan => plan.Need - plan.NeedUrgent) : new double[plans.Count];

        // Recovery.
        var recoverRoom = level == 0 ? Math.Max(0, available - granted - need - (GreenEnter * total)) : 0;
        var weights = plans.Sum(plan => plan.Gap * plan.Domain.Shares);
        var recommended = new Dictionary<Guid, long>();
        for (var index = 0; index < plans.Count; index++)
        {
            var plan = plans[index];
            var recover = plan.Need > 0
                ? 0
                : Math.Min(plan.RecoverLimit, plan.Gap * Math.Min(1, plan.Domain.Shares * recoverRoom / Math.Max(1, weights)));
            var cut = plan.Take > 0 ? plan.Target - plan.Base + plan.Take
                : level == 4 && plan.Demand < plan.Target && !plan.Vetoed ? Math.Max(0, plan.Target - Math.Max(plan.Domain.Resident, plan.TakeFloor) - FreezeMargin)
                : 0;
            var target = plan.Target - cut + urgent[index] + comfort[index] + recover;
            target = Math.Min(Math.Max(target, plan.Domain.Floor), plan.Domain.Maximum);
            if (Math.Abs(target - plan.Target) > Math.Max(DeadBand, plan.Domain.Maximum * DeadBandMaximum))
                recommended[plan.Domain.Uuid] = (long)target;
        }

        return recommended;
    }

    private static void Split(List<Plan> plans, double room)
    {
        var floorsFit = plans.Sum(plan => plan.HardFloor) <= room;
        var least = plans.ConvertAll(plan => (long)(floorsFit ? plan.HardFloor : plan.Domain.Floor));
        var most = plans.ConvertAll(plan => (long)(floorsFit ? plan.Demand : plan.HardFloor));
        var parts = Reflexes.WaterFill.Share((long)room, least, most, plans.ConvertAll(plan => plan.Domain.Shares));
        for (var index = 0; index < plans.Count; index++)
            plans[index].Entitled = parts[index];
    }

    // Three rounds, the last one without weights.
    private static double Fill(List<Plan> plans, double wanted, Func<Plan, double> cap, Action<Plan, double> take)
    {
        for (var round = 0; round < 3 && wanted > 1; round++)
        {
            var weight = plans.ConvertAll(plan => round < 2 ? cap(plan) / plan.Domain.Shares : cap(plan));
            var rate = wanted / Math.Max(1e-6, weight.Sum());
            var takes = plans.Select((plan, index) => Math.Min(cap(plan), weight[index] * rate)).ToList();
            for (var index = 0; index < plans.Count; index++)
                take(plans[index], takes[index]);
            wanted = Math.Max(0, wanted - takes.Sum());
        }

        return wanted;
    }

    private static double[] Divide(List<Plan> plans, double room, Func<Plan, double> need)
    {
        var parts = new double[plans.Count];
        var weights = plans.Sum(plan => need(plan) * plan.Domain.Shares);
        for (var index = 0; index < plans.Count; index++)
            parts[index] = need(plans[index]) * Math.Min(1, plans[index].Domain.Shares * room / Math.Max(1, weights));
        var rest = Math.Max(0, room - parts.Sum());
        var missing = plans.Select((plan, index) => need(plan) - parts[index]).ToList();
        var rate = Math.Min(1, rest / Math.Max(1, missing.Sum()));
        for (var index = 0; index < plans.Count; index++)
            parts[index] += missing[index] * rate;
        return parts;
    }

    private IEnumerable<Scrape> Within(TimeSpan time, Moment now) => _scrapes.Where(scrape => scrape.At > now - time);

    private double Rate(Func<Scrape, double?> value, Moment now)
    {
        var window = Within(TimeSpan.FromMinutes(1), now).ToList();
        return window.Count < 2 ? 0 : ((value(window[^1]) - value(window[0])) / (window[^1].At - window[0].At).TotalSeconds) ?? 0;
    }

    private sealed class Plan
    {
        public Plan(ScrapedDomain domain, Planner planner, Moment now)
        {
            Domain = domain;
            Target = domain.Target ?? domain.Current;
            Base = Math.Min(Target, domain.Resident);
            var minute = planner.Within(TimeSpan.FromMinutes(1), now)
                .Select(scrape => (scrape.At, scrape.Domains.GetValueOrDefault(domain.Uuid)?.WorkingSet)).Where(each => each.WorkingSet is not null).ToList();
            var workingSet = Math.Max(domain.WorkingSet!.Value, minute.Average(each => each.WorkingSet!.Value));
            var swap = planner._scrapes.Select(scrape => scrape.Domains.GetValueOrDefault(domain.Uuid)).Where(each => each?.SwapOut is not null).ToList();
            var debt = swap.Count == 0 || !WasShort(planner, domain, TimeSpan.FromMinutes(11), now) ? 0 : Math.Max(0, domain.SwapOut!.Value - domain.SwapIn!.Value - (swap[0]!.SwapOut!.Value - swap[0]!.SwapIn!.Value));
            var cap = domain.Maximum * SurgeCap;
            var slope = Math.Max(0, Slope(minute.ConvertAll(each => ((each.At - now).TotalSeconds, each.WorkingSet!.Value)))) * SlopeSeconds;
            var headroom = Math.Max(Headroom, Math.Max(workingSet * HeadroomWorkingSet, domain.Maximum * HeadroomMaximum));
            var wish = workingSet + Math.Min(debt, cap) + headroom + Math.Min(slope, cap);
            Demand = Math.Min(Math.Max(wish, domain.Floor), domain.Maximum);
            var survival = Math.Max(FloorBytes, workingSet + Math.Min(debt, cap) + Math.Max(FloorMargin, workingSet * FloorMarginRatio));
            HardFloor = Math.Min(Math.Max(survival, domain.Floor), Demand);
            Entitled = Demand;
            var before = planner._scrapes.FindLast(scrape => scrape.At <= now - TimeSpan.FromSeconds(15))?.Domains.GetValueOrDefault(domain.Uuid);
            var targetBefore = before?.Target ?? before?.Current ?? Target;
            Inflight = domain is { Target: { } target, TargetSetAt: { } setAt } && (now - setAt).TotalSeconds < InflightSeconds
                ? Math.Max(0, Math.Min(domain.Current, domain.Resident) - target)
                : 0;
            Granted = Math.Max(0, Target - Math.Max(targetBefore, domain.Resident));
            RecoverLimit = Math.Max(0, Math.Min(targetBefore, Target) - Target + (RecoverStep * domain.Maximum) + RecoverStepKib);
            var recent = swap.FindLast(each => planner._scrapes.Any(scrape => scrape.At <= now - TimeSpan.FromMinutes(2) && scrape.Domains.GetValueOrDefault(domain.Uuid) == each));
            Pressure = (domain.SwapOut - (recent?.SwapOut ?? swap.FirstOrDefault()?.SwapOut) > PressureSwapOut && WasShort(planner, domain, TimeSpan.FromMinutes(3), now)) || domain.Usable < PressureUsable * domain.Current;
        }

        private static bool WasShort(Planner planner, ScrapedDomain domain, TimeSpan time, Moment now) =>
            planner.Within(time, now).Any(scrape => scrape.Domains.GetValueOrDefault(domain.Uuid) is { } seen && seen.BackedUsable < SwapUsable * seen.Current);

        public ScrapedDomain Domain { get; }

        public double Target { get; }

        public double Base { get; }

        public double Demand { get; }

        public double HardFloor { get; }

        public double Inflight { get; }

        public double Granted { get; }

        public double RecoverLimit { get; }

        public bool Pressure { get; }

        public bool Vetoed { get; set; }

        public double Entitled { get; set; }

        public double Take { get; set; }

        public double TakeFloor => Math.Min(HardFloor, Entitled);

        public double Need => Math.Max(0, Entitled - Target);

        public double NeedUrgent => Math.Max(0, TakeFloor - Target);

        public double Idle => Vetoed ? 0 : Math.Max(0, Base - Entitled - Take);

        public double Spare => Vetoed ? 0 : Math.Max(0, Base - Take - TakeFloor);

        public double Gap => Math.Max(0, Domain.Maximum - Target);

        // Least squares, as deriv() does it.
        private static double Slope(List<(double X, double Y)> points)
        {
            if (points.Count < 2)
                return 0;
            var (meanX, meanY) = (points.Average(point => point.X), points.Average(point => point.Y));
            var spread = points.Sum(point => (point.X - meanX) * (point.X - meanX));
            return spread <= 0 ? 0 : points.Sum(point => (point.X - meanX) * (point.Y - meanY)) / spread;
        }
    }
}
