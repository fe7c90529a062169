namespace BalloonExporter.Core.Reflexes;

/// <summary>What an emergency is about at one look. Sizes are KiB.</summary>
/// <param name="MissingKib">What has to be taken besides what is on its way; nothing if not positive.</param>
/// <param name="ComingKib">What is taken but has not come back to the host yet.</param>
/// <param name="Managed">Guests from whom something may be taken.</param>
public sealed record EmergencyNeed(long MissingKib, long ComingKib, int Managed);
