using System.Security.Cryptography;

namespace BalloonExporter.Options.LinkKeys;

/// <summary>A key of the curve P-256, for ES256.</summary>
internal sealed class EllipticKey : LinkKey
{
    private const int Bits = 256;

    private readonly ECParameters _key;

    /// <exception cref="CryptographicException">It is no point of that curve.</exception>
    public EllipticKey(ECParameters key, string? id)
        : base(LinkAlgorithm.ES256, id)
    {
        using var checkedKey = ECDsa.Create(key);
        if (checkedKey.KeySize != Bits || key.Curve.Oid.Value != ECCurve.NamedCurves.nistP256.Oid.Value)
            throw new CryptographicException("the curve is not P-256");
        _key = key;
    }

    public override bool CanSign => _key.D is not null;

    public override bool Verifies(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        using var key = ECDsa.Create(_key);
        return key.VerifyData(signed, signature, HashAlgorithmName.SHA256);
    }

    public override byte[] Sign(ReadOnlySpan<byte> text)
    {
        if (!CanSign)
            throw OnlyPublic();
        using var key = ECDsa.Create(_key);
        return key.SignData(text, HashAlgorithmName.SHA256);
    }
}
