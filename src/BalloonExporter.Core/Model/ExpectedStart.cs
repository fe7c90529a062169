namespace BalloonExporter.Core.Model;

/// <summary>An announced start.</summary>
/// <param name="RoomKib">Memory for which room is made.</param>
/// <param name="Until">When it is no longer kept.</param>
/// <param name="IsNew">Whether this domain was not expected before.</param>
public sealed record ExpectedStart(long RoomKib, Moment Until, bool IsNew);
