using System.Collections.Concurrent;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;

namespace BalloonExporter.Tests.Fakes;

/// <summary>Domains that shut down and start as a test says.</summary>
internal sealed class FakeDomainPower : IDomainPower
{
    private readonly ConcurrentDictionary<Guid, DomainPower> _domains = [];

    /// <summary>Where starts and stops are reported; null: nowhere.</summary>
    public LifecycleFeed? Feed { get; set; }

    /// <summary>What libvirt says instead of an answer.</summary>
    public string? Error { get; set; }

    /// <summary>Whether guests shut down when they are asked to.</summary>
    public bool Listens { get; set; } = true;

    /// <summary>Starts that fail before one succeeds.</summary>
    public int FailingStarts { get; set; }

    /// <summary>What was called, in order.</summary>
    public ConcurrentQueue<PowerCall> Calls { get; } = [];

    public DomainPower this[Guid uuid]
    {
        get => _domains[uuid];
        set => _domains[uuid] = value;
    }

    /// <summary>A running domain that may be restarted.</summary>
    public static DomainPower Running(int number, int instance = 1) => new()
    {
        Uuid = Snapshots.Uuid(number),
        Name = $"guest{number}",
        State = DomainState.Running,
        Instance = instance,
        IsPersistent = true,
        JobActive = false,
        Facts = Snapshots.Domain(number).Facts with { NextBalloon = BalloonCapability.Manageable, NextMaximumKib = 4 * Snapshots.GiB },
    };

    public Task<(DomainPower? Domain, string? Error)> LookAsync(Guid uuid, CancellationToken cancellation) =>
        Task.FromResult((Error is null ? _domains.GetValueOrDefault(uuid) : null, Error));

    public Task<PowerOutcome> CallAsync(Guid uuid, PowerCall what, Func<DomainPower, string?>? lastCheck, CancellationToken cancellation)
    {
        if (Error is not null)
            return Task.FromResult(new PowerOutcome(PowerNews.Unanswered, Error));
        if (lastCheck?.Invoke(_domains[uuid]) is { } problem)
            return Task.FromResult(new PowerOutcome(PowerNews.Refused, problem));
        Calls.Enqueue(what);
        if (what == PowerCall.Start && FailingStarts-- > 0)
            return Task.FromResult(new PowerOutcome(PowerNews.Refused, "no memory"));
        if (what == PowerCall.Destroy || (what == PowerCall.Shutdown && Listens))
            Stop(uuid);
        if (what == PowerCall.Start)
            Start(uuid);
        return Task.FromResult(new PowerOutcome(PowerNews.Done));
    }

    /// <summary>The domain goes off.</summary>
    public void Stop(Guid uuid)
    {
        _domains[uuid] = _domains[uuid] with { State = DomainState.ShutOff, Instance = null };
        Feed?.Stopped(uuid, StopCause.Ended);
    }

    private void Start(Guid uuid)
    {
        _domains[uuid] = _domains[uuid] with { State = DomainState.Running, Instance = 2 };
        Feed?.Started(uuid);
    }
}
