using static BalloonExporter.Simulator.World.Sizes;

namespace BalloonExporter.Simulator.Planning;

/// <summary>
/// alerts/planner.rules.yml once more, in its order and with its constants: what Prometheus would recommend. Tests of the rules themselves are in
/// tests/alerts; this stands in for them where an hour has to pass in a second.
/// </summary>
public sealed class Planner
{
    private const double Goal = 0.12;
    private const double GoalCap = 64 * GiB;
    private const double GreenEnter = 0.15;
    private const double SoftEnter = 0.10;
    private const double SoftCap = 48 * GiB;
    private const double SoftLeave = 0.12;
    private const double RedEnter = 0.06;
    private const double RedCap = 24 * GiB;
    private const double RedLeave = 0.08;
    private const double RedPressure = 0.10;
    private const double RedSwapOutKibPerSecond = MiB;
    private const double CritEnter = 0.045;
    private const double CritCap = 16 * GiB;
    private const double CritLeave = 0.06;
    private const double NoGrant = 0.03;
    private const double Reserve = 0.02;
    private const double ReserveKib = GiB;
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
    private const double PartDeadBands = 2;
    private const double Rounding = 1;

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
        var goalMark = Mark(Goal, GoalCap);
        var softMark = Mark(SoftEnter, SoftCap);
        var redMark = Mark(RedEnter, RedCap);
        var critMark = Mark(CritEnter, CritCap);
        var greenMark = Math.Max(total * GreenEnter, goalMark * GreenEnter / Goal);
        var green = Within(TimeSpan.FromMinutes(1), now).All(each => each.Available > greenMark) && _scrapes[0].At <= now - TimeSpan.FromMinutes(1);
        _soft = available - needUrgent < (_soft ? Math.Max(softMark, goalMark * SoftLeave / Goal) : softMark);
        _red = available < (_red ? redMark * RedLeave / RedEnter : redMark);
        _crit = available < (_crit ? critMark * CritLeave / CritEnter : critMark);
        var thrashing = Rate(each => each.Waiting, now) > RedPressure || Rate(each => each.SwapOut, now) > RedSwapOutKibPerSecond;
        var level = _crit ? 4 : _red || thrashing ? 3 : _soft ? 2 : green ? 0 : 1;

        // When the demands cannot fit.
        var demand = plans.Sum(plan => plan.Demand);
        var pool = available + plans.Sum(plan => plan.Domain.Resident);
        _overfull = demand > (pool - critMark) * (_overfull ? SplitLeave : 1);
        _overfullSince = _overfull ? _overfullSince ?? now : null;
        var infeasible = now - _overfullSince >= TimeSpan.FromSeconds(20) && level >= 2;
        if (infeasible)
            Split(plans, Math.Max(0, pool - (redMark * SplitReserve / RedEnter)));

        // Takes.
        var deficit = goalMark - available - inflight + granted + plans.Sum(plan => plan.Need);
        var wanted = level >= 2 && deficit >= Rounding ? deficit : 0;
        var partKib = PartDeadBands * Math.Max(DeadBand, plans.Select(plan => plan.Domain.Maximum).DefaultIfEmpty().Average() * DeadBandMaximum);
        foreach (var plan in plans)
            plan.Vetoed = plan.Pressure && !infeasible;
        var left = Fill(plans, wanted, partKib, plan => plan.Idle, (plan, take) => plan.Take += take);
        if (level >= 3 && !infeasible)
            Fill(plans, left, partKib, plan => plan.Spare, (plan, take) => plan.Take += take);

        // Growth of the needy.
        var urgentRoom = available >= critMark * NoGrant / CritEnter ? Math.Max(0, available - granted - critMark) : 0;
        var urgent = Divide(plans, urgentRoom, partKib, plan => plan.NeedUrgent);
        var comfortRoom = Math.Max(0, available - granted - urgent.Sum() - softMark);
        var comfort = level < 3 ? Divide(plans, comfortRoom, partKib, plan => plan.Need - plan.NeedUrgent) : new double[plans.Count];

        // Recovery.
        var recoverRoom = level == 0 ? Math.Max(0, available - granted - need - greenMark) : 0;
        var gaps = plans.Where(plan => plan is { Gap: >= Rounding, Need: 0 }).ToList();
        gaps.RemoveAll(PassedOver(gaps, recoverRoom, partKib, plan => plan.Gap * plan.Domain.Shares).Contains);
        var recovering = gaps.ToHashSet();
        var weights = gaps.Sum(plan => plan.Gap * plan.Domain.Shares);
        var recommended = new Dictionary<Guid, long>();
        for (var index = 0; index < plans.Count; index++)
        {
            var plan = plans[index];
            var recover = !recovering.Contains(plan)
                ? 0
                : Math.Min(plan.RecoverLimit, plan.Gap * Math.Min(1, plan.Domain.Shares * recoverRoom / Math.Max(1, weights)));
            var cut = plan.Take >= Rounding ? plan.Target - plan.Base + plan.Take
                : level == 4 && plan.Demand < plan.Target && !plan.Vetoed ? Math.Max(0, plan.Target - Math.Max(plan.Domain.Resident, plan.TakeFloor) - FreezeMargin)
                : 0;
            var target = plan.Target - cut + urgent[index] + comfort[index] + recover;
            target = Math.Min(Math.Max(target, plan.Domain.Floor), plan.Domain.Maximum);
            if (Math.Abs(target - plan.Target) > (level >= 2 ? DeadBand : Math.Max(DeadBand, plan.Domain.Maximum * DeadBandMaximum)))
                recommended[plan.Domain.Uuid] = (long)target;
        }

        return recommended;

        double Mark(double ratio, double cap) => Math.Max(Math.Min(total * ratio, cap), Math.Min(Math.Max(total * Reserve, ReserveKib), CritCap));
    }

    // Who gets no part of an amount now, because most of it would be moves not worth a command if everybody got one.
    private static HashSet<Plan> PassedOver(List<Plan> plans, double amount, double partKib, Func<Plan, double> weight)
    {
        var parts = amount / partKib;
        var all = plans.Sum(weight);
        if (parts >= plans.Count || 2 * plans.Where(plan => weight(plan) > all / (2 * parts)).Sum(weight) >= all)
            return [];
        return [.. plans.OrderByDescending(weight).Skip(parts switch { < 4 => 1, < 16 => 4, < 64 => 16, < 256 => 64, _ => 256 })];
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
    private static double Fill(List<Plan> plans, double wanted, double partKib, Func<Plan, double> cap, Action<Plan, double> take)
    {
        var passed = PassedOver(plans.FindAll(plan => cap(plan) > 0), wanted, partKib, plan => cap(plan) / plan.Domain.Shares);
        for (var round = 0; round < 3 && wanted >= Rounding; round++)
        {
            var weight = plans.ConvertAll(plan => round == 0 && passed.Contains(plan) ? 0 : round < 2 ? cap(plan) / plan.Domain.Shares : cap(plan));
            var rate = wanted / Math.Max(1e-6, weight.Sum());
            var takes = plans.Select((plan, index) => Math.Min(cap(plan), weight[index] * rate)).ToList();
            for (var index = 0; index < plans.Count; index++)
                take(plans[index], takes[index]);
            wanted = Math.Max(0, wanted - takes.Sum());
        }

        return wanted;
    }

    private static double[] Divide(List<Plan> plans, double room, double partKib, Func<Plan, double> need)
    {
        var parts = new double[plans.Count];
        var passed = PassedOver(plans.FindAll(plan => need(plan) > 0), room, partKib, plan => need(plan) * plan.Domain.Shares);
        var weights = plans.Where(plan => !passed.Contains(plan)).Sum(plan => need(plan) * plan.Domain.Shares);
        for (var index = 0; index < plans.Count; index++)
            parts[index] = passed.Contains(plans[index]) ? 0 : need(plans[index]) * Math.Min(1, plans[index].Domain.Shares * room / Math.Max(1, weights));
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

        public double Need => Lack(Entitled);

        public double NeedUrgent => Lack(TakeFloor);

        public double Idle => Vetoed ? 0 : Math.Max(0, Base - Entitled - Take);

        public double Spare => Vetoed ? 0 : Math.Max(0, Base - Take - TakeFloor);

        public double Gap => Math.Max(0, Domain.Maximum - Target);

        private double Lack(double entitled) => entitled - Target >= Rounding ? entitled - Target : 0;

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
