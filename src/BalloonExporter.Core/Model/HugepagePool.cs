namespace BalloonExporter.Core.Model;

/// <summary>The host's huge pages of one size.</summary>
/// <param name="PageBytes">Size of one page.</param>
/// <param name="Pages">How many there are.</param>
/// <param name="FreePages">Free pages.</param>
/// <param name="ReservedPages">Free pages that are reserved.</param>
/// <param name="SurplusPages">Pages beyond the configured number.</param>
public sealed record HugepagePool(long PageBytes, long? Pages, long? FreePages, long? ReservedPages, long? SurplusPages);
