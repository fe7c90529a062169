using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Restarts;

/// <summary>What follows: the marker is written with the state, then the call is made. So a process that is killed in between is finished by the next.</summary>
/// <param name="Restart">The state now.</param>
/// <param name="Call">The call to make.</param>
/// <param name="IsOver">Whether nothing is waited for any more: the marker is removed.</param>
public readonly record struct RestartStep(Restart Restart, PowerCall Call = PowerCall.None, bool IsOver = false);
