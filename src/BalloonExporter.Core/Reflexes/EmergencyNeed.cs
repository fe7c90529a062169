namespace BalloonExporter.Core.Reflexes;

/// <summary>Size of an emergency at one look. Sizes are KiB.</summary>
/// <param name="MissingKib">Memory to be taken in addition to takes in progress; nothing if not positive.</param>
/// <param name="ComingKib">Memory taken that the host does not have back yet.</param>
/// <param name="Managed">Number of guests that memory may be taken from.</param>
public sealed record EmergencyNeed(long MissingKib, long ComingKib, int Managed);
