using BalloonExporter.Core.Model;
using BalloonExporter.Engine;

namespace BalloonExporter.Api;

/// <summary>State of the pause, and who asked for it.</summary>
internal sealed record PauseAnswer
{
    /// <summary>Whether no memory is taken.</summary>
    public required bool Paused { get; init; }

    /// <summary>The pause through this interface.</summary>
    public PauseEntry? Api { get; init; }

    /// <summary>The file that pauses.</summary>
    public string? File { get; init; }
}

/// <summary>A pause in wall-clock time.</summary>
internal sealed record PauseEntry
{
    /// <summary>Who asked.</summary>
    public required string By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it ends by itself.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    public static PauseEntry Of(ApiPause pause, SteadyClock clock) => new()
    {
        By = pause.By,
        Since = clock.WallTimeOf(pause.Since),
        Until = pause.Until is { } until ? clock.WallTimeOf(until) : null,
        Reason = pause.Reason,
    };
}
