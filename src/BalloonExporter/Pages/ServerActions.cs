using BalloonExporter.Core.Model;
using BalloonExporter.Options.Keys;

namespace BalloonExporter.Pages;

/// <summary>What a customer can do with a server now. Pure: what the page offers and what it accepts is the same.</summary>
internal sealed record ServerActions
{
    public bool Disable { get; private init; }

    public bool Enable { get; private init; }

    /// <summary>Take back a change that is still to apply.</summary>
    public bool Undo { get; private init; }

    public bool Restart { get; private init; }

    public bool Force { get; private init; }

    /// <summary>Stop waiting for a guest that was asked to shut down.</summary>
    public bool GiveUp { get; private init; }

    /// <param name="view">The server.</param>
    /// <param name="may">The customer's rights.</param>
    public static ServerActions Of(ServerView view, IReadOnlySet<Scope> may)
    {
        if (view.Lock is not null)
            return new ServerActions();
        if (view.Restart is { IsUnderWay: true } running)
            return new ServerActions { GiveUp = may.Contains(Scope.Restart) && running.Phase is RestartPhase.ShuttingDown };
        var mayChange = may.Contains(Scope.Policy);
        var isPending = view.State is ServerState.OffPending or ServerState.OnPending;
        var canTurnOff = !view.OptedOut && view.EnabledNext && view.State is (ServerState.On or ServerState.NoDriver or ServerState.Stopped);
        var canTurnOn = view.OptedOut && view.State is (ServerState.Off or ServerState.Stopped);
        return new ServerActions
        {
            Disable = mayChange && canTurnOff,
            Enable = mayChange && canTurnOn,
            Undo = mayChange && (view.State == ServerState.OffPending ? view.OptedOut : view.State == ServerState.OnPending && !view.OptedOut),
            Restart = isPending && may.Contains(Scope.Restart) && view.Refusal is null,
            Force = view.ForceDue && may.Contains(Scope.Force),
        };
    }
}
