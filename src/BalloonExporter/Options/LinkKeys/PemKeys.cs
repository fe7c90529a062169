using System.Security.Cryptography;

namespace BalloonExporter.Options.LinkKeys;

/// <summary>Keys as PEM, one block or several. They have no names: a link is verified with each.</summary>
internal static class PemKeys
{
    // Each costs a signature to verify.
    private const int Most = 4;

    /// <exception cref="FormatException">There is something else than keys, or too many.</exception>
    /// <exception cref="CryptographicException">A key is wrong.</exception>
    public static IReadOnlyList<LinkKey> Read(string text)
    {
        var keys = new List<LinkKey>();
        var rest = text.AsSpan();
        while (!rest.IsWhiteSpace())
        {
            if (!PemEncoding.TryFind(rest, out var found) || !rest[..found.Location.Start.Value].IsWhiteSpace())
                throw new FormatException("has something else than PEM blocks");
            keys.Add(Read(rest[found.Label], rest[found.Location]));
            rest = rest[found.Location.End..];
        }

        return keys.Count <= Most ? keys : throw new FormatException($"has more than {Most} keys: use a JSON Web Key Set, whose keys have names");
    }

    private static LinkKey Read(ReadOnlySpan<char> label, ReadOnlySpan<char> block)
    {
        if (label is not ("PUBLIC KEY" or "RSA PUBLIC KEY" or "PRIVATE KEY" or "EC PRIVATE KEY" or "RSA PRIVATE KEY"))
            throw new FormatException("has a PEM block that is no key; of a certificate take the key: openssl x509 -pubkey -noout");
        var isPrivate = label.EndsWith("PRIVATE KEY", StringComparison.Ordinal);
        return (LinkKey?)TryElliptic(block, isPrivate) ?? TryRsa(block, isPrivate) ?? throw new FormatException("has a key that is neither EC nor RSA, or is encrypted or broken");
    }

    private static EllipticKey? TryElliptic(ReadOnlySpan<char> block, bool isPrivate)
    {
        using var key = ECDsa.Create();
        return Imports(key, block) ? new EllipticKey(key.ExportParameters(isPrivate), id: null) : null;
    }

    private static RsaKey? TryRsa(ReadOnlySpan<char> block, bool isPrivate)
    {
        using var key = RSA.Create();
        return Imports(key, block) ? new RsaKey(key.ExportParameters(isPrivate), id: null) : null;
    }

    private static bool Imports(AsymmetricAlgorithm key, ReadOnlySpan<char> block)
    {
        try
        {
            key.ImportFromPem(block);
            return true;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return false;
        }
    }
}
