using System.Text;
using ExporterToolkit.Files;

namespace ExporterToolkit.Configuration;

/// <summary>A file that contains a bearer token or password; surrounding white space is ignored.</summary>
public static class TokenFile
{
    /// <summary>Minimum length of the exporter's own tokens, in characters: shorter ones can be guessed.</summary>
    public const int LeastLength = 16;

    private const int MostBytes = 4096;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the token. Returns the problem, or null.</summary>
    /// <param name="path">The file.</param>
    /// <param name="token">The token; empty when there is a problem.</param>
    /// <param name="leastLength">Minimum length; 1 for secrets of other servers, whose length is not decided here.</param>
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

    /// <summary>A warning about a valid file; null when there is none.</summary>
    public static string? WarningOf(string path) => FileCalls.Status(path, out _) is { EverybodyMayRead: true } status
        ? $"{path} is readable by all users of this host (mode {status.Permissions}): chmod o-r {path}"
        : null;

    private static string? ProblemOf(FileStatus status) =>
        status.OthersMayWrite ? $"is writable by others than its owner (mode {status.Permissions}): chmod go-w it" : null;

    private static string? ProblemOf(string text, int leastLength)
    {
        if (text.Length == 0)
            return "is empty";
        if (text.Contains('\0', StringComparison.Ordinal))
            return "contains a NUL character";
        if (text.AsSpan().ContainsAny('\n', '\r'))
            return "has more than one line";
        if (text.Any(char.IsControl))
            return "contains a control character";
        return text.Length < leastLength ? $"is shorter than {leastLength} characters; create one with: openssl rand -hex 32" : null;
    }
}
