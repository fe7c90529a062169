namespace BalloonExporter.Pages;

/// <summary>A page that only says something: its status, and the names of its texts.</summary>
/// <param name="Status">Status of the answer.</param>
/// <param name="Text">What the names of its texts begin with.</param>
internal sealed record Notice(int Status, string Text)
{
    public static Notice Over { get; } = new(StatusCodes.Status403Forbidden, "over");

    public static Notice Left { get; } = new(StatusCodes.Status200OK, "left");

    public static Notice BadLink { get; } = new(StatusCodes.Status403Forbidden, "link");

    public static Notice Gone { get; } = new(StatusCodes.Status404NotFound, "gone");

    public static Notice Down { get; } = new(StatusCodes.Status503ServiceUnavailable, "down");

    public static Notice Busy { get; } = new(StatusCodes.Status503ServiceUnavailable, "busy");

    public static Notice Denied { get; } = new(StatusCodes.Status403Forbidden, "denied");

    public static Notice NotChanged { get; } = new(StatusCodes.Status409Conflict, "refused_change");

    public static Notice Missing { get; } = new(StatusCodes.Status404NotFound, "missing");

    public static IReadOnlyList<Notice> All { get; } = [Over, Left, BadLink, Gone, Down, Busy, Denied, NotChanged, Missing];
}
