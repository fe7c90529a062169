namespace BalloonExporter.Core.Model;

/// <summary>How a read or change of a wish went.</summary>
/// <param name="Domain">The domain as it is now; null when there is none, or it could not be read.</param>
/// <param name="Error">Why libvirt could not do it; null when it could.</param>
public sealed record PolicyAnswer(StoredDomain? Domain, string? Error);
