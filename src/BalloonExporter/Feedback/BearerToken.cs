using System.Security.Cryptography;
using System.Text;
using BalloonExporter.Options;

namespace BalloonExporter.Feedback;

/// <summary>The token that opens the API. A new one counts with the next request; a file that became wrong has none, so it opens nothing.</summary>
internal sealed partial class BearerToken(ExporterOptions options, ILogger<BearerToken> log)
{
    private const string Scheme = "Bearer ";

    private readonly ReloadedToken? _file = options.TokenFile is { } file ? new ReloadedToken(file.FullName) : null;

    /// <summary>Whether there is a token and the request has it.</summary>
    public bool IsShownBy(HttpRequest request)
    {
        if (_file is null)
            return false;
        var expected = _file.Read(out var changed);
        if (changed is "")
            FileIsGood(options.TokenFile!.FullName);
        else if (changed is not null)
            FileIsWrong(changed);
        if (expected is null)
            return false;
        var header = request.Headers.Authorization.ToString();
        // Hashes have one length, so the comparison tells nothing about the token, not even how long it is.
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Hash(header[Scheme.Length..].Trim()), Hash(expected));
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    [LoggerMessage(LogLevel.Error, "The token file is wrong: no token is taken until it is repaired")]
    private partial void FileIsWrong(string err);

    [LoggerMessage(LogLevel.Information, "The token file is good again")]
    private partial void FileIsGood(string file);
}
