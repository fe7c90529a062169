using BalloonExporter.Domains;
using BalloonExporter.Reflexes;

namespace BalloonExporter.Policy;

/// <summary>
/// What was set, granted and taken so far: the memory of the guard-rails. Holds no clock. Thread-safe.
/// </summary>
public sealed class MovementLedger
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Account> _accounts = [];
    private readonly Dictionary<Guid, long> _residentKib = [];
    // The managed domains, and what each lacks to its hard floor.
    private readonly Dictionary<Guid, long> _managed = [];
    private readonly Dictionary<Guid, Moment> _beganAt = [];
    private (IReadOnlyDictionary<Guid, long> Parts, Moment At)? _split;
    private Moment? _usedUpUntil;
    private Moment? _restoredOf;
    private long _version;

    /// <summary>What is remembered of a domain; an empty account if nothing is.</summary>
    public Account Of(Guid uuid)
    {
        lock (_lock)
            return _accounts.GetValueOrDefault(uuid) ?? Account.Empty;
    }

    /// <summary>What was done to all domains of late, as a decision about one of them needs it.</summary>
    public Surroundings SurroundingsOf(Guid uuid, Moment now, Limits limits)
    {
        lock (_lock)
        {
            var taken = _accounts.Where(account => account.Value.TookSince(now - limits.BreakerWindow)).ToList();
            return new Surroundings
            {
                GrantedKib = _accounts.Values.Sum(account => account.UnseenSinceKib(now - limits.GrantWindow)),
                TakenKib = _accounts.Values.Sum(account => account.Charges.ResidentSinceKib(now - limits.BreakerWindow)),
                UsedUp = now < _usedUpUntil,
                DomainsTakenFrom = taken.Count,
                ManagedDomains = _managed.Count,
                UrgentKib = _managed.Values.Sum(),
                ThisDomainTakenFrom = taken.Exists(account => account.Key == uuid),
                SplitKib = _split is { } split && now - split.At <= limits.SplitLifetime && split.Parts.TryGetValue(uuid, out var partKib) ? partKib : null,
            };
        }
    }

    /// <summary>Notes what each domain may have on a host that cannot hold what all its guests need to live.</summary>
    /// <param name="parts">KiB by domain; null while the host can hold it.</param>
    /// <param name="at">The moment.</param>
    public void NoteSplit(IReadOnlyDictionary<Guid, long>? parts, Moment at)
    {
        lock (_lock)
            _split = parts is null ? null : (parts, at);
    }

    /// <summary>Changes with everything that a restart must not forget.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>All that a restart must not forget, and the version of that.</summary>
    public (IReadOnlyDictionary<Guid, Account> Accounts, Moment? UsedUpUntil, long Version) Saved()
    {
        lock (_lock)
            return (new Dictionary<Guid, Account>(_accounts), _usedUpUntil, _version);
    }

    /// <summary>Remembers what another process did, instead of what was seen of it from outside.</summary>
    /// <param name="accounts">By domain.</param>
    /// <param name="savedAt">When that process wrote it down.</param>
    public void Restore(IReadOnlyDictionary<Guid, Account> accounts, Moment savedAt)
    {
        lock (_lock)
        {
            foreach (var (uuid, account) in accounts)
                _accounts[uuid] = _beganAt.TryGetValue(uuid, out var beganAt) && beganAt > savedAt ? account.CountsOnly() : account;
            _restoredOf = savedAt;
        }
    }

    /// <summary>
    /// Takes in since when a domain's instance certainly runs: of one that began after an earlier process wrote its last word nothing of that
    /// holds. Where it is not known when it began, all of it does.
    /// </summary>
    public void Began(Guid uuid, Moment at)
    {
        bool isLater;
        lock (_lock)
        {
            _beganAt[uuid] = at;
            isLater = at > _restoredOf;
        }

        if (isLater)
            Forget(uuid);
    }

    /// <summary>Has all limits count as used up for a while: what was taken before is not known.</summary>
    public void UseUp(Moment until)
    {
        lock (_lock)
        {
            if (until <= _usedUpUntil)
                return;
            _usedUpUntil = until;
            _version++;
        }
    }

    /// <summary>
    /// Takes in a look at a domain: whether its balloon follows, and whom, what it has taken up of what it was granted, and what of its
    /// resident memory has gone.
    /// </summary>
    public void Observe(DomainMemory domain, Moment at, Limits limits)
    {
        lock (_lock)
        {
            var account = _accounts.GetValueOrDefault(domain.Uuid) ?? Account.Empty;
            var after = TakenUp(Counted(BalloonFollowing.Follow(account, domain, at, limits), domain, at), domain);
            var charges = Charged(after, domain, at, limits, isForeign: after.ForeignMoveAt != account.ForeignMoveAt);
            if (charges != after.Charges)
                after = after with { Charges = charges };
            if (Eligibility.UnmanagedReason(domain, after, limits, at) is null)
                _managed[domain.Uuid] = UrgentKib(domain, after, limits);
            else
                _managed.Remove(domain.Uuid);
            if (after == account)
                return;
            _accounts[domain.Uuid] = after;
            if (HasToLast(after, account))
                _version++;
        }
    }

    private static long UrgentKib(DomainMemory domain, Account account, Limits limits) =>
        DomainPolicy.Of(domain, limits) is { } policy && Demand.Of(domain, policy, limits) is { } demand
            ? Math.Max(0, demand.FloorKib - (account.UnderWayKib ?? domain.CurrentKib ?? demand.FloorKib))
            : 0;

    private static bool HasToLast(Account after, Account before) =>
        after.Charges.Seen != before.Charges.Seen
        || after.Charges.UnderWay is null != before.Charges.UnderWay is null
        || after.AddedKib != before.AddedKib
        || after.RemovedKib != before.RemovedKib
        || after.TargetKib != before.TargetKib
        || after.Exclusion != before.Exclusion
        || after.Stalls != before.Stalls
        || after.ForeignMoveAt != before.ForeignMoveAt;

    // What was asked for need not come, and what somebody else moves is not counted.
    private static Account Counted(Account account, DomainMemory domain, Moment at)
    {
        if (account.Journey is not { } journey || domain is not { State: DomainState.Running, MonitorAnswered: true, CurrentKib: { } currentKib })
            return account;
        // The target is not in force any more.
        if (account.TargetKib is null)
            return account with { Journey = null };
        if (at <= account.TargetSetAt)
            return account;
        var reached = journey.Reached(currentKib);
        return account with
        {
            Journey = reached,
            AddedKib = account.AddedKib + Math.Max(0, reached.AtKib - journey.AtKib),
            RemovedKib = account.RemovedKib + Math.Max(0, journey.AtKib - reached.AtKib),
        };
    }

    private static TakeCharges Charged(Account account, DomainMemory domain, Moment at, Limits limits, bool isForeign)
    {
        if (domain is not { State: DomainState.Running, MonitorAnswered: true, CurrentKib: { } currentKib, ResidentKib: { } residentKib })
            return account.Charges;
        var charges = isForeign ? account.Charges.Overtaken(at) : account.Charges;
        return charges.After(currentKib, residentKib, inForce: account.UnderWayKib is not null, at, limits);
    }

    // What has become resident the host has not available any more. What was given up and taken again meanwhile is no part of a grant,
    // so only what goes beyond the most there was counts.
    private Account TakenUp(Account account, DomainMemory domain)
    {
        if (domain.ResidentKib is not { } residentKib)
            return account;
        var beforeKib = _residentKib.GetValueOrDefault(domain.Uuid, residentKib);
        if (account.UnseenKib == 0 || residentKib <= beforeKib)
        {
            _residentKib[domain.Uuid] = account.UnseenKib == 0 ? residentKib : beforeKib;
            return account;
        }

        _residentKib[domain.Uuid] = residentKib;
        return account with { UnseenKib = Math.Max(0, account.UnseenKib - (residentKib - beforeKib)) };
    }

    /// <summary>Notes that a target is about to be set: from here on the balloon may move, whatever becomes of the call.</summary>
    public void Announce(DomainMemory domain, long toKib, Moment at, Limits limits)
    {
        if (domain is not { CurrentKib: { } currentKib, MaximumKib: { } maximumKib })
            return;
        lock (_lock)
        {
            var account = _accounts.GetValueOrDefault(domain.Uuid) ?? Account.Empty;
            // A balloon that is on its way somewhere else goes on for a moment.
            var watch = new BalloonWatch(currentKib, at, maximumKib) { SelfDeflatedAt = account.Watch?.SelfDeflatedAt };
            if (account.UnderWayKib is { } formerKib)
            {
                watch = watch with
                {
                    OvertakenAt = at,
                    Swing = (Math.Min(Math.Min(formerKib, currentKib), toKib), Math.Max(Math.Max(formerKib, currentKib), toKib)),
                };
            }

            // One shrink after another is one journey: a new command does not excuse a guest that did not follow the last one.
            if (account.Watch?.Pursuit is { IsShrink: true } before && toKib < currentKib - limits.ArrivalKib(maximumKib))
                watch = watch with { Pursuit = before with { ToKib = toKib } };
            else if (Math.Abs(toKib - currentKib) > limits.ArrivalKib(maximumKib))
                watch = watch with { Pursuit = new Pursuit(currentKib, toKib, at) };
            _accounts[domain.Uuid] = account with { Watch = watch };
        }
    }

    /// <summary>Undoes what <see cref="Record"/> and <see cref="Announce"/> noted of a target that was not set after all. What was observed since stays.</summary>
    /// <param name="uuid">The domain.</param>
    /// <param name="before">Its account before the target was noted.</param>
    /// <param name="at">When it was noted.</param>
    public void TakeBack(Guid uuid, Account before, Moment at)
    {
        lock (_lock)
        {
            // Another instance, or another target: nothing of this one is left.
            if (!_accounts.TryGetValue(uuid, out var account) || account.TargetSetAt != at)
                return;
            _version++;
            _accounts[uuid] = account with
            {
                // Where the balloon stands is learned with the next look.
                Watch = null,
                TargetKib = before.TargetKib,
                TargetMaximumKib = before.TargetMaximumKib,
                TargetSetAt = before.TargetSetAt,
                LastShrinkAt = before.LastShrinkAt,
                LastEvaluatedAt = before.LastEvaluatedAt,
                LastTimelyAt = before.LastTimelyAt,
                Journey = before.Journey,
                Recent = before.Recent,
                Cooldown = before.Cooldown,
                SwapRescue = before.SwapRescue,
                Charges = before.Charges with { Seen = account.Charges.Seen },
                UnseenKib = Math.Min(account.UnseenKib, before.UnseenKib),
            };
        }
    }

    /// <summary>Counts a target that was set. Apart from <see cref="Record"/>, because a count never falls.</summary>
    public void Count(BalloonRequest request, Decision decision)
    {
        if (decision is not { ToKib: { } toKib, FromKib: { } fromKib })
            return;
        lock (_lock)
        {
            var account = _accounts.GetValueOrDefault(request.Uuid) ?? Account.Empty;
            _version++;
            _accounts[request.Uuid] = account with
            {
                Moves = OneMore(account.Moves, new Move(toKib < fromKib, request.Origin, decision.Reason)),
                Rescues = request.Trigger is { } trigger && toKib > fromKib ? OneMore(account.Rescues, trigger) : account.Rescues,
            };
        }
    }

    /// <summary>Notes that a target is about to be set, for the guard-rails: before the call, so that the next decision knows of it.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="decision">What was made of it.</param>
    /// <param name="domain">The domain as it was read for that.</param>
    /// <param name="at">The moment.</param>
    /// <param name="limits">The constants.</param>
    public void Record(BalloonRequest request, Decision decision, DomainMemory domain, Moment at, Limits limits)
    {
        if (decision is not { ToKib: { } toKib, FromKib: { } fromKib })
            return;
        var movement = new Movement(at, toKib - fromKib, decision.GrantedKib);
        lock (_lock)
        {
            var account = _accounts.GetValueOrDefault(request.Uuid) ?? Account.Empty;
            var swapping = new SwapRescue(
                at, domain.SwapOutKibPerSecond(account.TargetSetAt ?? Moment.MinValue), domain.Guest?.BackedUsableKib, toKib - Math.Min(fromKib, domain.CurrentKib ?? fromKib));
            _version++;
            var horizon = at - Longest(limits.ShrinkWindow, limits.GrantWindow, limits.BreakerWindow);
            account = account with
            {
                TargetKib = toKib,
                TargetMaximumKib = domain.MaximumKib,
                TargetSetAt = at,
                LastShrinkAt = toKib < fromKib ? at : account.LastShrinkAt,
                Journey = new Journey(domain.CurrentKib ?? fromKib, toKib),
                // What is carried out although something later was before it, a reflex or a gift, does not make that new again.
                LastEvaluatedAt = account.LastEvaluatedAt is { } last && last > request.EvaluatedAt && last - at <= RequestOrder.FutureTolerance
                    ? last
                    : request.EvaluatedAt,
                LastTimelyAt = request.EvaluatedAt > at || account.LastTimelyAt > request.EvaluatedAt ? account.LastTimelyAt : request.EvaluatedAt,
                Recent = [.. account.Recent.Where(old => old.At >= horizon), movement],
                // What only calls off a part of a take leaves the rest of it under way.
                Charges = toKib < Math.Max(fromKib, domain.CurrentKib ?? fromKib)
                    ? account.Charges.Begun(domain.CurrentKib ?? fromKib, domain.ResidentKib ?? fromKib, fromKib, toKib, decision.ResidentTakenKib, at)
                    : account.Charges.Overtaken(at),
                UnseenKib = account.UnseenSinceKib(at - limits.GrantWindow) + decision.GrantedKib,
            };
            _accounts[request.Uuid] = request.Trigger is { } trigger && toKib > fromKib ? Rescued(account, trigger, swapping, limits) : account;
        }
    }

    /// <summary>Forgets the movements of a domain whose instance ended; what is counted in all stays.</summary>
    public void Forget(Guid uuid)
    {
        lock (_lock)
        {
            _version++;
            _residentKib.Remove(uuid);
            _managed.Remove(uuid);
            if (_accounts.TryGetValue(uuid, out var account))
                _accounts[uuid] = account.CountsOnly();
        }
    }

    /// <summary>Drops the accounts of domains that no longer exist.</summary>
    public void Keep(IReadOnlySet<Guid> existing)
    {
        lock (_lock)
        {
            foreach (var uuid in _accounts.Keys.Where(uuid => !existing.Contains(uuid)).ToList())
                _accounts.Remove(uuid);
            foreach (var uuid in _residentKib.Keys.Where(uuid => !existing.Contains(uuid)).ToList())
                _residentKib.Remove(uuid);
            foreach (var uuid in _managed.Keys.Where(uuid => !existing.Contains(uuid)).ToList())
                _managed.Remove(uuid);
            foreach (var uuid in _beganAt.Keys.Where(uuid => !existing.Contains(uuid)).ToList())
                _beganAt.Remove(uuid);
        }
    }

    private static Account Rescued(Account account, RescueTrigger trigger, SwapRescue swapping, Limits limits) => account with
    {
        // Seen coming and met in time, a need is no sign that too much was taken, unless it was taken just before.
        Cooldown = trigger != RescueTrigger.Demand || swapping.At - account.LastShrinkAt < limits.CooldownShortest
            ? BackOff.AfterRescue(account.Cooldown, swapping.At, limits)
            : account.Cooldown,
        SwapRescue = trigger == RescueTrigger.SwapOut ? swapping : account.SwapRescue,
    };

    private static Dictionary<T, long> OneMore<T>(IReadOnlyDictionary<T, long> counts, T counted)
        where T : notnull => new(counts) { [counted] = counts.GetValueOrDefault(counted) + 1 };

    private static TimeSpan Longest(params ReadOnlySpan<TimeSpan> windows)
    {
        var longest = TimeSpan.Zero;
        foreach (var window in windows)
            longest = window > longest ? window : longest;
        return longest;
    }

    /// <summary>Why a balloon was told to move.</summary>
    /// <param name="Takes">Whether memory was taken.</param>
    /// <param name="Origin">Who asked.</param>
    /// <param name="Reason">As asked, or what clipped it.</param>
    public readonly record struct Move(bool Takes, RequestOrigin Origin, DecisionReason Reason);

    /// <summary>One movement of a balloon.</summary>
    /// <param name="At">When it was told to.</param>
    /// <param name="DeltaKib">How far, negative when memory was taken.</param>
    /// <param name="GrantedKib">How much more the host may have to find for it.</param>
    public readonly record struct Movement(Moment At, long DeltaKib, long GrantedKib);

    /// <summary>A rescue of a guest that swapped out.</summary>
    /// <param name="At">When.</param>
    /// <param name="KibPerSecond">How fast it did before.</param>
    /// <param name="UsableKib">What it had usable before; null when that is not known.</param>
    /// <param name="GivenKib">How much more it may have since.</param>
    public sealed record SwapRescue(Moment At, double KibPerSecond, long? UsableKib, long GivenKib);

    /// <summary>A balloon's way to its target.</summary>
    /// <param name="AtKib">The nearest to it that the balloon was seen.</param>
    /// <param name="ToKib">The target.</param>
    public sealed record Journey(long AtKib, long ToKib)
    {
        /// <summary>The same after the balloon was seen somewhere: neither the way back nor what goes beyond the target is a part of it.</summary>
        public Journey Reached(long currentKib) => ToKib < AtKib
            ? this with { AtKib = Math.Clamp(currentKib, ToKib, AtKib) }
            : this with { AtKib = Math.Clamp(currentKib, AtKib, ToKib) };
    }

    /// <summary>What is remembered of one domain.</summary>
    public sealed record Account
    {
        /// <summary>Nothing remembered.</summary>
        public static Account Empty { get; } = new();

        /// <summary>The last target set.</summary>
        public long? TargetKib { get; init; }

        /// <summary>The domain's maximum then; null when it is not known.</summary>
        public long? TargetMaximumKib { get; init; }

        /// <summary>When it was set.</summary>
        public Moment? TargetSetAt { get; init; }

        /// <summary>When memory was last taken.</summary>
        public Moment? LastShrinkAt { get; init; }

        /// <summary>Evaluation time of the last recommendation carried out.</summary>
        public Moment? LastEvaluatedAt { get; init; }

        /// <summary>The same of the newest one that was not ahead of the clock.</summary>
        public Moment? LastTimelyAt { get; init; }

        /// <summary>How far the balloon has come on its way to the last target; null once that is not in force any more.</summary>
        public Journey? Journey { get; init; }

        /// <summary>Memory that was seen to be given in all.</summary>
        public long AddedKib { get; init; }

        /// <summary>Memory that was seen to be taken in all.</summary>
        public long RemovedKib { get; init; }

        /// <summary>Movements within the guard-rails' windows.</summary>
        public IReadOnlyList<Movement> Recent { get; init; } = [];

        /// <summary>Where the balloon is expected to be; null until it is first seen.</summary>
        public BalloonWatch? Watch { get; init; }

        /// <summary>The last rescue for swapping out; null when there was none.</summary>
        public SwapRescue? SwapRescue { get; init; }

        /// <summary>Until when nothing is taken after the last rescue; null when there was none.</summary>
        public BackOff? Cooldown { get; init; }

        /// <summary>Until when the guest is left alone because it did not follow; null when it always did.</summary>
        public BackOff? Exclusion { get; init; }

        /// <summary>When the balloon got stuck of late.</summary>
        public IReadOnlyList<Moment> Stalls { get; init; } = [];

        /// <summary>How often the guest was found uncooperative.</summary>
        public long UncooperativeTimes { get; init; }

        /// <summary>How often somebody else moved the balloon.</summary>
        public long ForeignMoves { get; init; }

        /// <summary>When somebody else was last seen to move it.</summary>
        public Moment? ForeignMoveAt { get; init; }

        /// <summary>Moves by who asked for them and why.</summary>
        public IReadOnlyDictionary<Move, long> Moves { get; init; } = new Dictionary<Move, long>();

        /// <summary>Rescues by what made them necessary.</summary>
        public IReadOnlyDictionary<RescueTrigger, long> Rescues { get; init; } = new Dictionary<RescueTrigger, long>();

        /// <summary>Where a balloon on its way shall go; null while it rests.</summary>
        public long? UnderWayKib => Watch?.Pursuit?.ToKib;

        /// <summary>What was taken of late, as it was seen.</summary>
        public TakeCharges Charges { get; init; } = TakeCharges.None;

        /// <summary>What it was granted and has not taken up since.</summary>
        public long UnseenKib { get; init; }

        /// <summary>What it was granted since a moment and the host's figures do not show yet.</summary>
        public long UnseenSinceKib(Moment since) => Math.Min(UnseenKib, GrantedSinceKib(since));

        /// <summary>Memory granted since a moment.</summary>
        public long GrantedSinceKib(Moment since) => Recent.Where(move => move.At > since).Sum(move => move.GrantedKib);

        /// <summary>What outlasts the instance: what is counted in all.</summary>
        public Account CountsOnly() => Empty with
        {
            AddedKib = AddedKib,
            RemovedKib = RemovedKib,
            Moves = Moves,
            Rescues = Rescues,
            ForeignMoves = ForeignMoves,
            UncooperativeTimes = UncooperativeTimes,
        };

        /// <summary>Whether memory was taken since a moment.</summary>
        public bool TookSince(Moment since) => Recent.Any(move => move.At > since && move.DeltaKib < 0);
    }
}
