namespace BalloonExporter.Core.Model;

/// <summary>Result of reading or changing a policy.</summary>
/// <param name="Domain">The domain after the call; null when it does not exist or could not be read.</param>
/// <param name="Error">libvirt's error; null on success.</param>
public sealed record PolicyAnswer(StoredDomain? Domain, string? Error);
