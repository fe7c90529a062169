namespace BalloonExporter.Core.Model;

/// <summary>What can be learned of a domain without its guest, just before a call.</summary>
/// <param name="State">Its state.</param>
/// <param name="JobActive">Whether a job runs on it.</param>
/// <param name="CurrentKib">Where its balloon stands.</param>
public readonly record struct PreflightState(DomainState State, bool JobActive, long CurrentKib);
