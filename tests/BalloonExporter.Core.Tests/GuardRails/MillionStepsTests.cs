using BalloonExporter.Core.GuardRails;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Policy;
using CsCheck;

namespace BalloonExporter.Core.Tests.GuardRails;

/// <summary>
/// A million steps through hosts where everything that can happen does: guests move, stall, fall silent and reboot, somebody else
/// pulls at their balloons, requests of every origin come in any order, somebody pauses. What must never happen is checked on each
/// step with formulas written out once more (the plan's constants are the product's), and what is known of the past is kept here, not asked of the ledger.
/// </summary>
public sealed class MillionStepsTests
{
    private const int Walks = 1000;
    private const int Steps = 1000;
    private const int Domains = 4;
    private const long MiB = 1024;
    private const long GiB = 1024 * MiB;

    private static readonly PlannerConstants Plan = PlannerConstants.Shipped;

    private static readonly Moment Start = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero).UtcTicks);

    [Fact]
    public void No_guard_rail_is_broken_in_a_million_steps()
    {
        long moves = 0;
        long refusals = 0;
        long watched = 0;
        Gen.ULong.Sample(
            seed =>
            {
                var walk = new Walk(new Random((int)(seed ^ (seed >> 32))));
                for (var step = 0; step < Steps; step++)
                    walk.Step();
                Interlocked.Add(ref moves, walk.Moves);
                Interlocked.Add(ref refusals, walk.Refusals);
                Interlocked.Add(ref watched, walk.Watched);
            },
            iter: Walks);

        // A walk in which hardly anything moves proves nothing.
        Assert.InRange(moves, Walks * Steps / 20, long.MaxValue);
        Assert.InRange(refusals, Walks * Steps / 20, long.MaxValue);
        Assert.InRange(watched, Walks * Steps / 50, long.MaxValue);
    }

    private sealed class Walk
    {
        private readonly Random _random;
        private readonly MovementLedger _ledger = new();
        // No move may pass as inherited: each one that is not ours is to be noticed.
        private readonly Limits _limits;
        private readonly long _swapKib;
        private readonly long _totalKib;
        private readonly int _shortages;
        private readonly Guest[] _guests;
        private readonly List<Move> _moves = [];
        private Moment _now = Start;
        private bool _paused;
        private Dictionary<Guid, long>? _split;

        public Walk(Random random)
        {
            _random = random;
            // Small enough that four guests could be taken more than a quarter of it.
            _totalKib = random.Next(3) switch { 0 => 4 * GiB, 1 => 16 * GiB, _ => 64 * GiB };
            _shortages = random.Next(2) == 0 ? 3 : 30;
            _swapKib = random.Next(2) == 0 ? 0 : random.NextInt64(0, 2 * GiB);
            _limits = new Limits { InheritedMoveTime = TimeSpan.Zero, GuestSwap = new Amount(_swapKib, null) };
            _guests = [.. Enumerable.Range(0, Domains).Select(number => new Guest(new Guid(number + 1, 0, 0, new byte[8]), random))];
        }

        public long Moves { get; private set; }

        public long Refusals { get; private set; }

        /// <summary>How often something was seen to be taken within a window for which the smaller limits held.</summary>
        public long Watched { get; private set; }

        public void Step()
        {
            _now += TimeSpan.FromSeconds(_random.Next(10) == 0 ? 1 + _random.Next(40) : 0.01 + (_random.NextDouble() * 3));
            _moves.RemoveAll(move => move.At < _now - TimeSpan.FromMinutes(31));
            if (_random.Next(200) == 0)
                _paused = !_paused;
            foreach (var guest in _guests)
            {
                guest.Pass(_now);
                guest.TakeUp();
                _ledger.Observe(guest.Look(_now), _now, _limits);
            }

            CheckWhatWasSeen();
            if (_random.Next(20) == 0)
                _split = _random.Next(2) == 0 ? null : _guests.ToDictionary(guest => guest.Uuid, guest => _random.NextInt64(guest.MaximumKib));
            _ledger.NoteSplit(_split, _now);

            var which = _guests[_random.Next(Domains)];
            var domain = which.Look(_now);
            var host = Host();
            var request = Request(which);
            var activity = _ledger.RecentActivityOf(which.Uuid, _now, _limits) with { Paused = _paused };
            var decision = GuardRail.Decide(new DecisionContext
            {
                Request = request,
                Domain = domain,
                Policy = EffectivePolicy.Of(domain, _limits),
                Host = host,
                Entry = _ledger.Of(which.Uuid),
                Activity = activity,
                Limits = _limits,
                Now = _now,
            });
            if (!decision.HasTarget)
            {
                Refusals++;
                return;
            }

            Moves++;
            var move = new Move(_now, request, which, domain, host, activity.UrgentKib, decision.FromKib!.Value, decision.ToKib!.Value);
            Check(move);
            which.Open(move.GrantedKib, GrantedOfLateKib(which));
            _moves.Add(move);
            _ledger.Record(request, decision, domain, _now, _limits);
            _ledger.Announce(domain, move.ToKib, _now, _limits);
            which.Tell(move.ToKib, move.IsShort && move.ToKib < domain.CurrentKib);
        }

        // I5 and I12, by what was seen to leave resident memory; whatever was forecast.
        private void CheckWhatWasSeen()
        {
            foreach (var guest in _guests)
            {
                var last = _moves.LastOrDefault(move => move.Guest == guest && move.IsShrink);
                if (last is null || guest.LargerLimitsHeld)
                    continue;
                var taken = guest.Taken.Where(taken => taken.At > _now - TimeSpan.FromSeconds(15)).ToList();
                Watched += taken.Exists(each => each.ResidentKib > 0) ? 1 : 0;
                Holds(taken.Sum(each => each.ResidentKib) <= Math.Max(64 * MiB, (long)(guest.MaximumKib * 0.10)), "little is seen to be taken in fifteen seconds", last);
                Holds(taken.Sum(each => each.WayKib) <= (long)(guest.MaximumKib * 0.25), "no balloon goes far in fifteen seconds", last);
            }

            if (_moves.LastOrDefault(move => move.IsShrink) is not { } any || Array.Exists(_guests, guest => guest.LargerLimitsHeld))
                return;
            var minuteKib = _guests.Sum(guest => guest.Taken.Where(taken => taken.At > _now - TimeSpan.FromMinutes(1)).Sum(taken => taken.ResidentKib));
            Holds(minuteKib <= _totalKib / 4, "not everything is seen to be taken within a minute", any);
        }

        private long GrantedOfLateKib(Guest guest) =>
            _moves.Where(other => other.Guest == guest && other.At > _now - TimeSpan.FromSeconds(15)).Sum(other => other.GrantedKib);

        private void Check(Move move)
        {
            var domain = move.Domain;
            var (currentKib, maximumKib) = (domain.CurrentKib!.Value, domain.MaximumKib!.Value);
            var floorKib = Math.Min(maximumKib, Math.Max(LevelsAsPromised.Kib(Plan.FloorBytes), maximumKib / 4));
            var earlier = _moves.Where(other => other.Guest == move.Guest).ToList();
            var isReflex = move.Request.Origin is RequestOrigin.Rescue or RequestOrigin.Emergency or RequestOrigin.Recovery;

            // I1
            Holds(move.ToKib <= maximumKib, "never above the maximum", move);
            Holds(move.ToKib >= Math.Min(floorKib, move.FromKib), "never below the floor", move);
            // I3
            Holds(domain is { State: DomainState.Running, JobActive: false, MonitorAnswered: true }, "only a running domain without a job", move);
            Holds(_now - domain.Facts.RunningSince >= TimeSpan.FromMinutes(2), "not before its grace is over", move);
            // I4: of the grants of fifteen seconds what was not taken up.
            var grantedKib = move.GrantedKib + _guests.Sum(guest => Math.Min(guest.OpenKib, GrantedOfLateKib(guest)));
            if (move.GrantedKib > 0)
                Holds(move.Host.PhysicalAvailableKib - grantedKib >= LevelsAsPromised.PhysicalReserveKib(move.Host), "the host keeps its reserve", move);
            // I7
            Holds(_now - move.Request.EvaluatedAt <= TimeSpan.FromMinutes(1), "no recommendation older than a minute", move);
            Holds(move.Request.EvaluatedAt - _now <= TimeSpan.FromSeconds(5), "no recommendation from the future", move);
            if (!isReflex)
            {
                Holds(
                    earlier.All(other => move.Request.EvaluatedAt > other.Request.EvaluatedAt || IsReflex(other) || (!move.IsShrink && other.Request.EvaluatedAt > _now)),
                    "once and in order",
                    move);
            }

            // I8
            Holds(move.Guest.ForeignMoveAt is not { } foreign || _now - foreign >= TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(40), "nobody else's balloon", move);
            if (!move.IsShrink)
                return;

            Holds(!_paused, "nothing is taken while paused", move);
            Holds(move.ToKib >= floorKib, "nothing is taken below the floor", move);
            // I1, the need
            var needKib = domain.WorkingSet!.Kib;
            var debtKib = Math.Min(domain.SwapDebtKib, (long)(maximumKib * Plan.SurgeCapRatio));
            var riseKib = (long)Math.Min(domain.WorkingSet.RisePerSecondKib * Plan.SlopeSeconds, maximumKib * Plan.SurgeCapRatio);
            var undebtedKib = needKib + riseKib + Math.Max(LevelsAsPromised.Kib(Plan.FloorMarginBytes), (long)(needKib * Plan.FloorMarginRatio));
            var hardFloorKib = Math.Min(maximumKib, undebtedKib + debtKib);
            var lowestKib = hardFloorKib;
            // Only where not everybody can live, and only into swap that is there.
            var intoSwap = _split is not null && _swapKib > 0;
            if (intoSwap)
                lowestKib = Math.Min(hardFloorKib, Math.Max(_split![move.Guest.Uuid], Math.Min(maximumKib, undebtedKib + Math.Min(debtKib, _swapKib)) - (long)(_swapKib * 0.8)));
            Holds(move.ToKib >= lowestKib, "nothing is taken that is needed", move);
            // I2
            var sampledAt = domain.WorkingSet.SampledAt;
            Holds(_now - sampledAt <= TimeSpan.FromSeconds(7), "nothing is taken on an old sample", move);
            Holds(earlier.All(other => !other.IsShrink || sampledAt > other.At), "nothing is taken twice on one sample", move);
            // I5
            var limitKib = Math.Max(64 * MiB, (long)(maximumKib * (move.IsShort ? 0.25 : 0.10)));
            Holds(move.IsShort || move.FromKib - move.ToKib <= limitKib, "steps are small, whatever of them is resident", move);
            Holds(move.ResidentTakenKib <= limitKib, "of what is certainly resident a step takes little", move);
            var usableFloorKib = currentKib - (long)(domain.Guest!.UsableKib!.Value * 0.6);
            Holds((intoSwap && usableFloorKib <= hardFloorKib) || move.ToKib >= usableFloorKib, "a part of the usable memory stays", move);
            var deadBandKib = move.Request.Origin is RequestOrigin.Rescue or RequestOrigin.Emergency
                ? LevelsAsPromised.Kib(Plan.DeadbandBytes)
                : LevelsAsPromised.DeadBandKib(move.Host, move.UrgentKib, maximumKib);
            Holds(move.FromKib - move.ToKib >= deadBandKib, "no command for nothing", move);
            // I12
            Holds(move.ResidentTakenKib <= move.Host.TotalKib / 4, "not everything at once", move);
            // After a rescue: no plan takes anything, and nobody but a host in need what is not idle.
            var cooling = earlier.Any(other => !other.IsShrink && _now - other.At < TimeSpan.FromMinutes(2) && other.At >= move.Guest.StartedAt
                && other.Request.Trigger is { } trigger && (trigger != RescueTrigger.Demand || earlier.Any(before => before.IsShrink && before.At < other.At && other.At - before.At < TimeSpan.FromMinutes(2))));
            Holds(!cooling || isReflex, "no plan takes anything right after a rescue", move);
            var demandKib = needKib + debtKib + Math.Max(
                LevelsAsPromised.Kib(Plan.HeadroomBytes), Math.Max((long)(maximumKib * Plan.HeadroomMaximumRatio), (long)(needKib * Plan.HeadroomWorkingSetRatio)));
            Holds(!cooling || move.Request.Origin == RequestOrigin.Emergency || move.ToKib >= Math.Min(maximumKib, demandKib), "only idle memory is taken right after a rescue", move);
        }

        private static bool IsReflex(Move move) => move.Request.IsReflex;

        private void Holds(bool holds, string rule, Move move)
        {
            if (!holds)
                Assert.Fail($"{rule}: {move.FromKib} to {move.ToKib} KiB at {move.At:T} because of {move.Request}, foreign {move.Guest.ForeignMoveAt:T}, taken {string.Join(" ", move.Guest.Taken)}, moves {string.Join(" ", _moves.Where(m => m.Guest == move.Guest).TakeLast(6).Select(m => $"{m.At:T} {m.FromKib}-{m.ToKib} c{m.Domain.CurrentKib} {m.IsShort}"))} now {_now:T}, {_ledger.Of(move.Guest.Uuid)}, domain {move.Domain}");
        }

        private HostMemory Host()
        {
            var availableKib = _random.Next(_shortages) switch { 0 => _random.NextInt64(0, _totalKib / 20), 1 => _random.NextInt64(0, 4 * GiB), _ => _random.NextInt64(0, _totalKib) };
            return new HostMemory { PhysicalTotalKib = _totalKib, PhysicalAvailableKib = availableKib, FreeKib = 0 };
        }

        private BalloonRequest Request(Guest guest)
        {
            var origin = (RequestOrigin)_random.Next(Enum.GetValues<RequestOrigin>().Length);
            // Mostly within the bounds, now and then beyond.
            var targetKib = _random.Next(12) == 0
                ? _random.NextInt64(0, 2 * guest.MaximumKib)
                : _random.NextInt64(guest.MaximumKib / 4, guest.MaximumKib + 1);
            var age = _random.Next(12) == 0 ? (_random.NextDouble() * 180) - 90 : _random.NextDouble() * 5;
            var isReflex = origin is RequestOrigin.Rescue or RequestOrigin.Emergency or RequestOrigin.Recovery;
            return new BalloonRequest(guest.Uuid, targetKib, isReflex ? _now : _now - TimeSpan.FromSeconds(age), origin, "fp")
            {
                Cause = origin == RequestOrigin.Rescue ? (ReflexCause)_random.Next(4) : null,
            };
        }
    }

    private sealed class Guest(Guid uuid, Random random)
    {
        private long _currentKib = 4 * GiB;
        private long _targetKib = 4 * GiB;
        private long _toldKib = 4 * GiB;
        private long _needKib = GiB;
        private Moment _sampledAt = Start;
        private long _sampledUsableKib = GiB;
        private long _sampledNeedKib = GiB;
        private bool _silent;
        private bool _stuck;
        private int _state = 1;
        private bool? _job = false;
        private bool _answers = true;
        private Moment _lookedAt = Start;
        private bool _autoDeflate;
        private bool _restedBefore;
        private long _mostResidentKib;
        private long _residentKib = GiB;
        private bool _visible = true;
        private Moment? _arrivedAt;
        private Moment _toldAt;

        public Guid Uuid => uuid;

        public long MaximumKib { get; } = random.Next(4) == 0 ? GiB : 4 * GiB;

        public Moment StartedAt { get; private set; } = Start - TimeSpan.FromHours(1);

        /// <summary>When somebody else certainly moved the balloon, in plain sight.</summary>
        public Moment? ForeignMoveAt { get; private set; }

        /// <summary>What it was granted and did not take up.</summary>
        public long OpenKib { get; private set; }

        /// <summary>What left its resident memory, and how far its balloon went, as far as that was seen and follows a command of ours.</summary>
        public List<(Moment At, long ResidentKib, long WayKib)> Taken { get; } = [];

        private long ResidentKib => _residentKib;

        public void Open(long grantedKib, long grantedOfLateKib) => OpenKib = Math.Min(OpenKib, grantedOfLateKib) + grantedKib;

        public void TakeUp()
        {
            var openKib = OpenKib;
            OpenKib = Math.Max(0, OpenKib - Math.Max(0, ResidentKib - _mostResidentKib));
            _mostResidentKib = openKib == 0 ? ResidentKib : Math.Max(_mostResidentKib, ResidentKib);
        }

        /// <summary>Whether a take of an emergency, or of a host that is short, is under way or was within a minute.</summary>
        public bool LargerLimitsHeld { get; private set; }

        public void Tell(long targetKib, bool largerLimits)
        {
            LargerLimitsHeld |= largerLimits;
            _arrivedAt = null;
            _targetKib = _toldKib = targetKib;
            _toldAt = _lookedAt;
        }

        public void Pass(Moment now)
        {
            _currentKib = Math.Min(_currentKib, MaximumKib);
            _targetKib = Math.Min(_targetKib, MaximumKib);
            var seconds = (now - _lookedAt).TotalSeconds;
            _lookedAt = now;
            // Seen where it was told to be, with the last look.
            var settled = _currentKib == _toldKib && _currentKib == _targetKib && _state == 1 && _answers && _restedBefore;
            _restedBefore = _currentKib == _toldKib && _currentKib == _targetKib && _state == 1 && _answers;
            if (random.Next(300) == 0)
                _stuck = !_stuck;
            var (before, residentBefore, visibleBefore) = (_currentKib, _residentKib, _visible);
            if (!_stuck)
                _currentKib = _currentKib > _targetKib ? Math.Max(_targetKib, _currentKib - (long)(seconds * 400 * MiB)) : _targetKib;
            var wayKib = Math.Max(0, before - _currentKib);
            Inflate(wayKib);
            if (_currentKib <= _toldKib)
                _arrivedAt ??= now;
            if (now - _arrivedAt > TimeSpan.FromMinutes(1))
                LargerLimitsHeld = false;
            if (random.Next(60) == 0)
                _silent = !_silent;
            if (random.Next(40) == 0)
                _state = random.Next(6) == 0 ? 3 : 1;
            if (random.Next(40) == 0)
                _job = random.Next(8) switch { 0 => true, 1 => null, _ => false };
            if (random.Next(40) == 0)
                _answers = random.Next(6) != 0;
            _visible = _state == 1 && _answers;
            // Where a look sees it: what comes and goes between two looks nobody can count.
            if (wayKib == 0 && visibleBefore && _visible)
                Live();
            if (_targetKib == _toldKib && wayKib > 0)
                Taken.Add((now, Math.Clamp(residentBefore - _residentKib, 0, wayKib), wayKib));
            Taken.RemoveAll(taken => taken.At < now - TimeSpan.FromMinutes(2));
            if (random.Next(500) == 0)
            {
                StartedAt = now;
                ForeignMoveAt = null;
            }

            if (random.Next(100) == 0)
                _autoDeflate = !_autoDeflate;
            // In plain sight: where it hides what our own command did nobody can count.
            if (random.Next(150) == 0 && wayKib == 0 && visibleBefore && _visible)
            {
                // Seen for what it is when the balloon rested, the guest does not boot, and no deflation could explain it.
                var to = random.NextInt64(256 * MiB, MaximumKib);
                var plain = settled && !_stuck && to < Math.Min(_toldKib, _targetKib) - (30 * MiB) && _state == 1 && _answers && now - _toldAt > TimeSpan.FromSeconds(6) && now - StartedAt > TimeSpan.FromMinutes(5);
                _currentKib = _targetKib = to;
                _residentKib = Math.Min(_residentKib, to);
                ForeignMoveAt = plain ? now : ForeignMoveAt;
            }

            if (!_silent && now - _sampledAt >= TimeSpan.FromSeconds(2))
                (_sampledAt, _sampledUsableKib, _sampledNeedKib) = (now - TimeSpan.FromSeconds(random.NextDouble()), Math.Max(1, _currentKib - _needKib), _needKib);
        }

        // Of the free pages a balloon takes those the guest has touched, or the others, or some of both.
        private void Inflate(long wayKib)
        {
            var leastKib = Math.Max(0, _residentKib - _currentKib);
            var mostKib = Math.Max(leastKib, Math.Min(wayKib, _residentKib - (100 * MiB)));
            _residentKib -= random.Next(3) switch { 0 => leastKib, 1 => mostKib, _ => random.NextInt64(leastKib, mostKib + 1) };
        }

        private void Live()
        {
            if (random.Next(20) == 0)
                _needKib = random.NextInt64(100 * MiB, MaximumKib);
            if (random.Next(5) == 0)
                _residentKib = random.NextInt64(_residentKib, Math.Max(_residentKib, _currentKib) + 1);
            // With free page reporting what is free is the host's again, and no balloon took it.
            else if (random.Next(10) == 0)
                _residentKib = random.NextInt64(Math.Min(_residentKib, 100 * MiB), _residentKib + 1);
            _residentKib = Math.Min(_currentKib, Math.Max(_residentKib, Math.Min(_needKib, _currentKib)));
        }

        public DomainMemory Look(Moment now) => new()
        {
            Uuid = uuid,
            Name = "guest",
            State = (DomainState)_state,
            CurrentKib = _currentKib,
            MaximumKib = MaximumKib,
            ResidentKib = ResidentKib,
            MonitorAnswered = _answers,
            JobActive = _job,
            StatisticsFresh = now - _sampledAt <= TimeSpan.FromSeconds(7),
            WorkingSet = new WorkingSet(_sampledNeedKib, _sampledAt),
            SwapDebtKib = _needKib % 7 == 0 ? _needKib / 4 : 0,
            Guest = new GuestStatistics { SampledAt = _sampledAt, UsableKib = _sampledUsableKib },
            Facts = new DomainFacts
            {
                Balloon = BalloonCapability.Manageable,
                AutoDeflate = _autoDeflate,
                StatisticsPeriod = TimeSpan.FromSeconds(2),
                RunningSince = StartedAt,
            },
        };
    }

    private sealed record Move(
        Moment At, BalloonRequest Request, Guest Guest, DomainMemory Domain, HostMemory Host, long UrgentKib, long FromKib, long ToKib)
    {
        public bool IsShrink => ToKib < FromKib;

        public long GrantedKib => Math.Max(0, ToKib - Math.Max(FromKib, Domain.CurrentKib!.Value));

        /// <summary>Whether the larger limits held.</summary>
        public bool IsShort => LevelsAsPromised.IsRed(Host) || Request.Origin == RequestOrigin.Emergency;

        /// <summary>What was certainly resident.</summary>
        public long ResidentTakenKib => IsShrink ? Math.Max(0, Math.Min(FromKib, Domain.ResidentKib!.Value) - ToKib) : 0;
    }
}
