using System.Text;
using ExporterToolkit.Files;

namespace ExporterToolkit.Configuration;

/// <summary>A file whose content is a bearer token or password; white space around it does not count.</summary>
public static class TokenFile
{
    /// <summary>Characters that a token of this exporter has at least: fewer can be guessed.</summary>
    public const int LeastLength = 16;

    private const int MostBytes = 4096;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the token. Returns what is wrong with the file, or null.</summary>
    /// <param name="path">The file.</param>
    /// <param name="token">Empty when something is wrong.</param>
    /// <param name="leastLength">1 for the secrets of other servers: how long those are is not decided here.</param>
    public static string? TryRead(string path, out string token, int leastLength = LeastLength)
    {
        token = string.Empty;
        SmallFile file;
        string text;
        try
        {
            file = SmallFile.Read(path, MostBytes);
            text = Strict.GetString(file.Bytes).TrimStart('\ufeff').Trim();
        }
        catch (IOException exception)
        {
            return exception.Message;
        }
        catch (DecoderFallbackException)
        {
            return $"{path} is not UTF-8 text";
        }

        var problem = ProblemOf(file.Status) ?? ProblemOf(text, leastLength);
        if (problem is not null)
            return $"{path} {problem}";
        token = text;
        return null;
    }

    /// <summary>What an operator should know of a file that is good; null: nothing.</summary>
    public static string? WarningOf(string path) => FileCalls.Status(path, out _) is { EverybodyMayRead: true } status
        ? $"{path} can be read by everybody on this host (mode {status.Permissions}): chmod o-r {path}"
        : null;

    private static string? ProblemOf(FileStatus status) =>
        status.OthersMayWrite ? $"can be written by others than its owner (mode {status.Permissions}): chmod go-w it" : null;

    private static string? ProblemOf(string text, int leastLength)
    {
        if (text.Length == 0)
            return "is empty";
        if (text.Contains('\0', StringComparison.Ordinal))
            return "holds a NUL character";
        if (text.AsSpan().ContainsAny('\n', '\r'))
            return "has more than one line";
        if (text.Any(char.IsControl))
            return "holds a control character";
        return text.Length < leastLength ? $"is shorter than {leastLength} characters: openssl rand -hex 32 makes a good one" : null;
    }
}
