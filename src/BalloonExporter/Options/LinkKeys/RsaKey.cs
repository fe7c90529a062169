using System.Security.Cryptography;

namespace BalloonExporter.Options.LinkKeys;

/// <summary>An RSA key of at least 2048 bits (RFC 7518, 3.3), for RS256.</summary>
internal sealed class RsaKey : LinkKey
{
    private const int LeastBits = 2048;

    private readonly RSAParameters _key;

    /// <exception cref="CryptographicException">Its numbers are no key, or it is too short.</exception>
    public RsaKey(RSAParameters key, string? id)
        : base(LinkAlgorithm.RS256, id)
    {
        using var checkedKey = RSA.Create(key);
        if (checkedKey.KeySize < LeastBits)
            throw new CryptographicException($"an RSA key has at least {LeastBits} bits");
        _key = key;
    }

    public override bool CanSign => _key.D is not null;

    public override bool Verifies(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        using var key = RSA.Create(_key);
        return key.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    public override byte[] Sign(ReadOnlySpan<byte> text)
    {
        if (!CanSign)
            throw OnlyPublic();
        using var key = RSA.Create(_key);
        return key.SignData(text.ToArray(), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }
}
