using System.Security.Cryptography;

namespace BalloonExporter.Options.LinkKeys;

/// <summary>A secret that the panel and the exporter share, for HS256.</summary>
internal sealed class SecretKey : LinkKey
{
    /// <summary>RFC 7518, 3.2: as long as the hash.</summary>
    public const int LeastBytes = 32;

    private readonly byte[] _secret;

    /// <exception cref="CryptographicException">It is too short.</exception>
    public SecretKey(byte[] secret, string? id)
        : base(LinkAlgorithm.HS256, id)
    {
        if (secret.Length < LeastBytes)
            throw new CryptographicException($"a secret has at least {LeastBytes} bytes; create one with: openssl rand -hex 32");
        _secret = secret;
    }

    public override bool CanSign => true;

    public override bool Verifies(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature) =>
        CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(_secret, signed), signature);

    public override byte[] Sign(ReadOnlySpan<byte> text) => HMACSHA256.HashData(_secret, text);
}
