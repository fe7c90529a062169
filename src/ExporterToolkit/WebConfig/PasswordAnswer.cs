namespace ExporterToolkit.WebConfig;

/// <summary>What became of a password.</summary>
/// <param name="IsRight">Whether the user may pass.</param>
/// <param name="Wait">It was not tried; the same address may try again after this. Null: it was.</param>
public sealed record PasswordAnswer(bool IsRight, TimeSpan? Wait)
{
    public static PasswordAnswer Right { get; } = new(true, null);

    public static PasswordAnswer Wrong { get; } = new(false, null);

    public static PasswordAnswer TooMany(TimeSpan wait) => new(false, wait);
}
