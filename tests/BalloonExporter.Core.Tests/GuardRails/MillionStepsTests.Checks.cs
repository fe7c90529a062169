using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Tests.GuardRails;

/// <content>What must never happen.</content>
public sealed partial class MillionStepsTests
{
    private sealed partial class Walk
    {
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
            var isReflex = move.Request.Origin is not (RequestOrigin.Alert or RequestOrigin.Poll);

            // I1
            Holds(move.ToKib <= maximumKib, "never above the maximum", move);
            Holds(move.ToKib >= Math.Min(floorKib, move.FromKib), "never below the floor", move);
            // I3
            Holds(domain is { State: DomainState.Running, JobActive: false, MonitorAnswered: true }, "only a running domain without a job", move);
            Holds(_now - domain.Facts.RunningSince >= TimeSpan.FromMinutes(2) || IsSafeInGrace(move), "before its grace is over only a rescue gives, and only an emergency holds it at what it has", move);
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
            Holds(move.Guest.ForeignMoveAt is not { } foreign || _now - foreign >= TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(40), "no balloon that another program moved", move);
            // I13
            var paced = earlier.Where(other => _now - other.At < TimeSpan.FromMinutes(10) && other.At >= move.Guest.StartedAt).ToList();
            if (!move.IsShrink)
            {
                Holds(
                    move.Request is not { Origin: RequestOrigin.Recovery, Cause: ReflexCause.NoHeartbeat or ReflexCause.Silent } || !paced.Exists(other => other.IsShrink),
                    "recovery gives nothing back that was just taken",
                    move);
                return;
            }

            Holds(isReflex || !paced.Exists(IsUnaskedGift), "no plan takes from a guest that was just given more than it needs", move);
            Holds(!_paused, "nothing is taken while paused", move);
            Holds(!move.Guest.AwaitsMore || move.Request.Origin == RequestOrigin.Emergency, "nothing is taken before what was given has arrived", move);
            Holds(move.ToKib >= floorKib, "nothing is taken below the floor", move);
            // I1, the need
            var needKib = domain.WorkingSet!.Kib;
            var debtKib = Math.Min(domain.SwapDebtKib, (long)(maximumKib * Plan.SurgeCapRatio));
            var riseKib = (long)Math.Min(domain.WorkingSet.RisePerSecondKib * Plan.SlopeSeconds, maximumKib * Plan.SurgeCapRatio);
            var undebtedKib = needKib + riseKib + Math.Max(LevelsAsPromised.Kib(Plan.FloorMarginBytes), (long)(needKib * Plan.FloorMarginRatio));
            var hardFloorKib = Math.Min(maximumKib, undebtedKib + debtKib);
            var lowestKib = hardFloorKib;
            move.HardFloorKib = hardFloorKib;
            // Only where the hard floors do not fit, and only into swap that is there, or may be found out.
            var intoSwap = _split is not null && (_swapKib > 0 || (_swapKib is null && move.Request.Origin == RequestOrigin.Emergency));
            if (intoSwap && _swapKib is { } toldKib)
                lowestKib = Math.Min(hardFloorKib, Math.Max(_split![move.Guest.Uuid], Math.Min(maximumKib, undebtedKib + Math.Min(debtKib, toldKib)) - (long)(toldKib * 0.8)));
            else if (intoSwap)
                lowestKib = Math.Min(hardFloorKib, Math.Max(_split![move.Guest.Uuid], needKib - StepIntoSwapKib(move, earlier, hardFloorKib)));
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
            var deadBandKib = move.Request.Origin switch
            {
                RequestOrigin.Release => 1,
                RequestOrigin.Rescue or RequestOrigin.Donor or RequestOrigin.Emergency => LevelsAsPromised.Kib(Plan.DeadbandBytes),
                _ => LevelsAsPromised.DeadBandKib(move.Host, move.UrgentKib, maximumKib),
            };
            Holds(move.FromKib - move.ToKib >= deadBandKib, "no command for nothing", move);
            // I12
            Holds(move.ResidentTakenKib <= move.Host.TotalKib / (move.Request.Origin == RequestOrigin.Emergency ? 2 : 4), "not everything at once", move);
            // After a rescue: no plan takes anything, and only an emergency of the host takes what is not idle.
            var cooling = earlier.Any(other => !other.IsShrink && _now - other.At < TimeSpan.FromMinutes(2) && other.At >= move.Guest.StartedAt
                && other.Request.Trigger is { } trigger && (trigger != RescueTrigger.Demand || earlier.Any(before => before.IsShrink && before.At < other.At && other.At - before.At < TimeSpan.FromMinutes(2))));
            Holds(!cooling || isReflex, "no plan takes anything right after a rescue", move);
            var demandKib = needKib + debtKib + Math.Max(
                LevelsAsPromised.Kib(Plan.HeadroomBytes), Math.Max((long)(maximumKib * Plan.HeadroomMaximumRatio), (long)(needKib * Plan.HeadroomWorkingSetRatio)));
            Holds(!cooling || move.Request.Origin == RequestOrigin.Emergency || move.ToKib >= Math.Min(maximumKib, demandKib), "only idle memory is taken right after a rescue", move);
        }

        // Undeclared swap: little until the guest was seen to swap, and nothing until the last such take was seen to go there.
        private static long StepIntoSwapKib(Move move, List<Move> earlier, long hardFloorKib)
        {
            var swapOutKib = move.Domain.Guest!.SwapOutKib!.Value;
            if (earlier.LastOrDefault(other => other.ToKib < other.HardFloorKib && other.IsShrink && other.At >= move.Guest.StartedAt) is { } last
                && move.Domain.Guest.SampledAt - last.At < TimeSpan.FromSeconds(2)
                && swapOutKib - last.Domain.Guest!.SwapOutKib < 4 * MiB)
                return move.Domain.WorkingSet!.Kib - hardFloorKib;
            return swapOutKib < 4 * MiB ? 64 * MiB : Math.Max(64 * MiB, move.Domain.MaximumKib!.Value / 20);
        }

        // Beyond all that the guest could need, and by no rescue.
        private static bool IsUnaskedGift(Move move)
        {
            if (move.GrantedKib == 0 || move.Request.Trigger is not null || move.Domain.WorkingSet is not { } set)
                return false;
            var maximumKib = move.Domain.MaximumKib!.Value;
            var surgeKib = (long)(maximumKib * Plan.SurgeCapRatio);
            var headroomKib = Math.Max(LevelsAsPromised.Kib(Plan.HeadroomBytes), Math.Max((long)(maximumKib * Plan.HeadroomMaximumRatio), (long)(set.Kib * Plan.HeadroomWorkingSetRatio)));
            var demandKib = set.Kib + Math.Min(move.Domain.SwapDebtKib, surgeKib) + Math.Min((long)(set.RisePerSecondKib * Plan.SlopeSeconds), surgeKib) + headroomKib;
            return move.ToKib > Math.Max(demandKib, Math.Max(LevelsAsPromised.Kib(Plan.FloorBytes), maximumKib / 4));
        }

        private static bool IsSafeInGrace(Move move) => move.IsShrink
            ? move.Request.Origin == RequestOrigin.Emergency && move.ToKib >= move.Domain.ResidentKib + (64 * MiB)
            : move.Request.Origin is RequestOrigin.Rescue or RequestOrigin.Release;

        private static bool IsReflex(Move move) => move.Request.IsReflex;

        private void Holds(bool holds, string rule, Move move)
        {
            if (!holds)
                Assert.Fail($"{rule}: {move.FromKib} to {move.ToKib} KiB at {move.At:T} because of {move.Request}, foreign {move.Guest.ForeignMoveAt:T}, taken {string.Join(" ", move.Guest.Taken)}, moves {string.Join(" ", _moves.Where(m => m.Guest == move.Guest).TakeLast(6).Select(m => $"{m.At:T} {m.FromKib}-{m.ToKib} c{m.Domain.CurrentKib} {m.IsShort}"))} now {_now:T}, {_ledger.Of(move.Guest.Uuid)}, domain {move.Domain}");
        }
    }
}
