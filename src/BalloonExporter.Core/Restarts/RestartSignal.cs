using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Restarts;

/// <summary>What has happened to a restart.</summary>
public enum RestartNews
{
    /// <summary>Time has passed.</summary>
    Time,

    /// <summary>The host has room for what the guest is owed, or it is owed nothing.</summary>
    RoomMade,

    /// <summary>A call was done.</summary>
    CallDone,

    /// <summary>A call was refused.</summary>
    CallRefused,

    /// <summary>A call was not answered.</summary>
    CallUnanswered,

    /// <summary>The domain is off.</summary>
    Off,

    /// <summary>The domain runs.</summary>
    Runs,

    /// <summary>The domain is no longer defined.</summary>
    Gone,

    /// <summary>The caller gives up.</summary>
    Leave,
}

/// <summary>What has happened to a restart, with its details.</summary>
/// <param name="News">What.</param>
public readonly record struct RestartSignal(RestartNews News)
{
    /// <summary>The instance that runs.</summary>
    public int? Instance { get; init; }

    /// <summary>The call that was done or not: its answer may come after the news that it brought about.</summary>
    public PowerCall Call { get; init; }

    /// <summary>Why the domain is off.</summary>
    public StopCause Cause { get; init; }

    /// <summary>Why a call was refused, or the caller gives up.</summary>
    public string? Problem { get; init; }

    /// <summary>What a look at a domain says.</summary>
    /// <param name="domain">The domain; null: it is not defined.</param>
    public static RestartSignal Of(DomainPower? domain) => domain is null
        ? new RestartSignal(RestartNews.Gone)
        : domain.Instance is { } instance ? new RestartSignal(RestartNews.Runs) { Instance = instance } : new RestartSignal(RestartNews.Off);

    /// <summary>What the outcome of a call says.</summary>
    public static RestartSignal Of(PowerCall call, PowerOutcome outcome) => new(outcome.News switch
    {
        PowerNews.Done => RestartNews.CallDone,
        PowerNews.Refused => RestartNews.CallRefused,
        _ => RestartNews.CallUnanswered,
    })
    { Call = call, Problem = outcome.Problem };
}
