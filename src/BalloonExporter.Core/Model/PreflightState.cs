namespace BalloonExporter.Core.Model;

/// <summary>State of a domain just before a call, read without asking its guest.</summary>
/// <param name="State">Its state.</param>
/// <param name="JobActive">Whether a job runs on it.</param>
/// <param name="CurrentKib">The balloon's size in KiB.</param>
public readonly record struct PreflightState(DomainState State, bool JobActive, long CurrentKib);
