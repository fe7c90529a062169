namespace BalloonExporter.Options;

/// <summary>A file whose content is a bearer token; white space around it does not count.</summary>
internal static class TokenFile
{
    private const int MaximumLength = 4096;

    /// <summary>Reads the token. Returns what is wrong with the file, or null.</summary>
    public static string? TryRead(string path, out string token)
    {
        token = string.Empty;
        try
        {
            token = File.ReadAllText(path).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }

        return token.Length switch
        {
            0 => $"{path} is empty",
            > MaximumLength => $"{path} is longer than a token can be",
            _ => null,
        };
    }
}
