namespace BalloonExporter.Policy;

/// <summary>
/// What was set, granted and taken so far: the memory of the guard-rails. Holds no clock. Thread-safe.
/// </summary>
public sealed class MovementLedger
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Account> _accounts = [];

    /// <summary>What is remembered of a domain; an empty account if nothing is.</summary>
    public Account Of(Guid uuid)
    {
        lock (_lock)
            return _accounts.GetValueOrDefault(uuid) ?? Account.Empty;
    }

    /// <summary>Grants of all domains since a moment, in KiB.</summary>
    public long GrantedSinceKib(DateTimeOffset since)
    {
        lock (_lock)
            return _accounts.Values.Sum(account => account.GrantedSinceKib(since));
    }

    /// <summary>Notes that a target was set.</summary>
    public void Record(BalloonRequest request, Decision decision, DateTimeOffset at, Limits limits)
    {
        if (decision is not { ToKib: { } toKib, FromKib: { } fromKib })
            return;
        var movement = new Movement(at, toKib - fromKib, decision.ResidentTakenKib);
        lock (_lock)
        {
            var account = _accounts.GetValueOrDefault(request.Uuid) ?? Account.Empty;
            var horizon = at - (limits.ShrinkWindow > limits.GrantWindow ? limits.ShrinkWindow : limits.GrantWindow);
            _accounts[request.Uuid] = account with
            {
                TargetKib = toKib,
                TargetSetAt = at,
                LastShrinkAt = toKib < fromKib ? at : account.LastShrinkAt,
                AddedKib = account.AddedKib + Math.Max(0, toKib - fromKib),
                RemovedKib = account.RemovedKib + Math.Max(0, fromKib - toKib),
                LastEvaluatedAt = request.EvaluatedAt,
                Recent = [.. account.Recent.Where(old => old.At >= horizon), movement],
            };
        }
    }

    /// <summary>Forgets the movements of a domain whose instance ended; what was added and removed in all stays.</summary>
    public void Forget(Guid uuid)
    {
        lock (_lock)
        {
            if (_accounts.TryGetValue(uuid, out var account))
                _accounts[uuid] = Account.Empty with { AddedKib = account.AddedKib, RemovedKib = account.RemovedKib };
        }
    }

    /// <summary>Drops the accounts of domains that no longer exist.</summary>
    public void Keep(IReadOnlySet<Guid> existing)
    {
        lock (_lock)
        {
            foreach (var uuid in _accounts.Keys.Where(uuid => !existing.Contains(uuid)).ToList())
                _accounts.Remove(uuid);
        }
    }

    /// <summary>One movement of a balloon.</summary>
    public readonly record struct Movement(DateTimeOffset At, long DeltaKib, long ResidentTakenKib);

    /// <summary>What is remembered of one domain.</summary>
    public sealed record Account
    {
        /// <summary>Nothing remembered.</summary>
        public static Account Empty { get; } = new();

        /// <summary>The last target set.</summary>
        public long? TargetKib { get; init; }

        /// <summary>When it was set.</summary>
        public DateTimeOffset? TargetSetAt { get; init; }

        /// <summary>When memory was last taken.</summary>
        public DateTimeOffset? LastShrinkAt { get; init; }

        /// <summary>Evaluation time of the last recommendation carried out.</summary>
        public DateTimeOffset? LastEvaluatedAt { get; init; }

        /// <summary>Memory given in all.</summary>
        public long AddedKib { get; init; }

        /// <summary>Memory taken in all.</summary>
        public long RemovedKib { get; init; }

        /// <summary>Movements within the guard-rails' windows.</summary>
        public IReadOnlyList<Movement> Recent { get; init; } = [];

        /// <summary>Resident memory taken since a moment.</summary>
        public long ResidentTakenSinceKib(DateTimeOffset since) => Recent.Where(move => move.At > since).Sum(move => move.ResidentTakenKib);

        /// <summary>Memory granted since a moment.</summary>
        public long GrantedSinceKib(DateTimeOffset since) => Recent.Where(move => move.At > since).Sum(move => Math.Max(0, move.DeltaKib));
    }
}
