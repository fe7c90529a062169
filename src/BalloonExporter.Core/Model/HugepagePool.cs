namespace BalloonExporter.Core.Model;

/// <summary>The host's huge pages of one size.</summary>
/// <param name="PageBytes">Size of one page.</param>
/// <param name="Pages">How many there are.</param>
/// <param name="FreePages">How many nobody uses.</param>
/// <param name="ReservedPages">How many of the free ones are promised.</param>
/// <param name="SurplusPages">How many there are beyond those that were asked for.</param>
public sealed record HugepagePool(long PageBytes, long? Pages, long? FreePages, long? ReservedPages, long? SurplusPages);
