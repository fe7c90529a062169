using BalloonExporter.Core.GuardRails;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Tests.GuardRails;

/// <content>One walk: what happens to a host and its guests.</content>
public sealed partial class MillionStepsTests
{
    private sealed partial class Walk
    {
        // What makes a guest be rescued, those without a figure too.
        private static readonly ReflexCause[] Triggers =
        [
            ReflexCause.SwapOut, ReflexCause.UsableLow, ReflexCause.Demand, ReflexCause.SelfDeflation, ReflexCause.Silent, ReflexCause.NotArriving,
        ];

        private static readonly ReflexCause[] Recoveries = [ReflexCause.OptedOut, ReflexCause.NoHeartbeat, ReflexCause.Silent, ReflexCause.Stalled];

        private readonly Random _random;
        private readonly MovementLedger _ledger = new();
        // No move may pass as inherited: each one that is not ours is to be noticed.
        private readonly Limits _limits;
        // Null: undeclared.
        private readonly long? _swapKib;
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
            _swapKib = random.Next(3) switch { 0 => null, 1 => 0, _ => random.NextInt64(0, 2 * GiB) };
            _limits = new Limits { InheritedMoveTime = TimeSpan.Zero, GuestSwap = _swapKib is { } toldKib ? new Amount(toldKib, null) : null };
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
            // A balloon that was read below the new target can still be on its way up to the former one, and then goes down from there.
            which.Tell(move.ToKib, move.IsShort && move.IsShrink);
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
            var isReflex = origin is not (RequestOrigin.Alert or RequestOrigin.Poll);
            return new BalloonRequest(guest.Uuid, targetKib, isReflex ? _now : _now - TimeSpan.FromSeconds(age), origin, "fp")
            {
                Cause = origin switch
                {
                    RequestOrigin.Rescue => Triggers[_random.Next(Triggers.Length)],
                    RequestOrigin.Recovery => Recoveries[_random.Next(Recoveries.Length)],
                    _ => null,
                },
            };
        }
    }
}
