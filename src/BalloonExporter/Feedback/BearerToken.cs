using System.Security.Cryptography;
using System.Text;
using BalloonExporter.Options;

namespace BalloonExporter.Feedback;

/// <summary>The token that callers of the feedback endpoint must have; without a token file everybody is let in.</summary>
internal sealed class BearerToken
{
    private const string Scheme = "Bearer ";

    private readonly byte[]? _expectedHash;

    public BearerToken(ExporterOptions options)
    {
        if (options.TokenFile is not { } file)
            return;
        if (TokenFile.TryRead(file.FullName, out var token) is { } problem)
            throw new InvalidOperationException($"--feedback.token-file: {problem}");
        _expectedHash = Hash(token);
    }

    /// <summary>Whether the request may pass as far as the token goes.</summary>
    public bool Accepts(HttpRequest request) => _expectedHash is null || IsShownBy(request);

    /// <summary>Whether there is a token and the request has it.</summary>
    public bool IsShownBy(HttpRequest request)
    {
        if (_expectedHash is null)
            return false;
        var header = request.Headers.Authorization.ToString();
        // Hashes have one length, so the comparison tells nothing about the token, not even how long it is.
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Hash(header[Scheme.Length..].Trim()), _expectedHash);
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
