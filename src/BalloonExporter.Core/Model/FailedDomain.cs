namespace BalloonExporter.Core.Model;

/// <summary>A domain that is paused or stopped without a command.</summary>
/// <param name="Uuid">Its unique number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Failure">Why.</param>
public sealed record FailedDomain(Guid Uuid, string Name, DomainFailure Failure);
