using BalloonExporter.Core.Model;
using BalloonExporter.Core.Restarts;

namespace BalloonExporter.Api;

/// <summary>The restart of a domain, for people or programs.</summary>
internal sealed record RestartReport
{
    private const string Operator = "operator";

    /// <summary>libvirt's UUID of the domain.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>libvirt's name of the domain.</summary>
    public required string Domain { get; init; }

    /// <summary>The restart under way, or the last that is known; absent: none is.</summary>
    public RestartEntry? Restart { get; init; }

    /// <summary>Why a graceful restart would be refused now, but for its room; absent: it would not.</summary>
    [ClosedSet(typeof(RestartRefusal))]
    public string? Refusal { get; init; }

    /// <summary>That reason in words.</summary>
    public string? Why { get; init; }

    /// <summary>Whether force would be accepted now: the guest still runs after its deadline.</summary>
    public bool? ForceDue { get; init; }

    public static RestartReport Of(Guid uuid, string name, Restart? restart, Moment now, SteadyClock clock) =>
        new() { Uuid = uuid, Domain = TextBounds.Cut(name), Restart = restart is null ? null : RestartEntry.Of(restart, now, clock) };

    /// <summary>The report as a caller may see it: customers are told nothing of operators and of libvirt.</summary>
    public RestartReport For(Caller caller) => !caller.IsCustomer || Restart is null
        ? this
        : this with { Restart = Restart with { By = Restart.By.StartsWith(Caller.Customer, StringComparison.Ordinal) ? Restart.By : Operator, Problem = null } };
}

/// <summary>One restart.</summary>
internal sealed record RestartEntry
{
    /// <summary>How far it is.</summary>
    [ClosedSet(typeof(RestartPhase))]
    public required string Phase { get; init; }

    /// <summary>Whether its end is still to come.</summary>
    public required bool UnderWay { get; init; }

    /// <summary>How the server is restarted.</summary>
    [ClosedSet(typeof(RestartMode))]
    public required string Mode { get; init; }

    /// <summary>Who asked: a caller and its address.</summary>
    public required string By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Since when it is as far as it is.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Seconds until the guest's time to shut down is over; absent while none runs.</summary>
    public long? SecondsLeft { get; init; }

    /// <summary>Starts that were tried without success.</summary>
    public required int FailedStarts { get; init; }

    /// <summary>What went wrong, in words that may change.</summary>
    public string? Problem { get; init; }

    public static RestartEntry Of(Restart restart, Moment now, SteadyClock clock) => new()
    {
        Phase = restart.Phase.ToLabel(),
        UnderWay = restart.IsUnderWay,
        Mode = restart.Mode.ToLabel(),
        By = restart.By,
        RequestedAt = clock.WallTimeOf(restart.RequestedAt),
        Since = clock.WallTimeOf(restart.Since),
        SecondsLeft = restart.DeadlineAt is { } deadlineAt ? Math.Max(0, (long)Math.Ceiling((deadlineAt - now).TotalSeconds)) : null,
        FailedStarts = restart.Tries,
        Problem = restart.Problem is { } problem ? TextBounds.Cut(problem, TextBounds.Error) : null,
    };
}
