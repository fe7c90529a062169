namespace ExporterToolkit.WebConfig;

/// <summary>Result of a password check.</summary>
/// <param name="IsRight">Whether the password is right.</param>
/// <param name="Wait">The password was not checked; the same address may try again after this time. Null: it was checked.</param>
public sealed record PasswordAnswer(bool IsRight, TimeSpan? Wait)
{
    public static PasswordAnswer Right { get; } = new(true, null);

    public static PasswordAnswer Wrong { get; } = new(false, null);

    public static PasswordAnswer TooMany(TimeSpan wait) => new(false, wait);
}
