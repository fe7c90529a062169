namespace BalloonExporter.Core.Model;

/// <summary>A domain that stands still or is gone although nobody stopped it.</summary>
/// <param name="Uuid">Its unique number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Failure">Why.</param>
public sealed record FailedDomain(Guid Uuid, string Name, DomainFailure Failure);
