using System.Security.Cryptography;
using System.Text.Json;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Options.LinkKeys;

/// <summary>Reads a JSON Web Key Set.</summary>
internal static class JsonWebKeys
{
    /// <exception cref="FormatException">It is none, or has a key that links cannot use.</exception>
    /// <exception cref="CryptographicException">A key is wrong.</exception>
    public static IReadOnlyList<LinkKey> Read(string text)
    {
        try
        {
            var keys = JsonSerializer.Deserialize(text, JsonWebKeyJson.Default.JsonWebKeySet)?.Keys ?? throw new FormatException("has no keys: expected {\"keys\": [...]}");
            return [.. keys.Select(Read)];
        }
        catch (JsonException exception)
        {
            throw new FormatException($"is no JSON Web Key Set: {JsonFault.Of(exception)}", exception);
        }
    }

    private static LinkKey Read(JsonWebKey? key)
    {
        if (key is null)
            throw new FormatException("has a key that is null");
        if (key.Use is not (null or "sig"))
            throw new FormatException("has a key that is not for signatures (use)");
        if (key.Kid is { Length: 0 })
            throw new FormatException("has a key with an empty kid");
        LinkKey read = key.Kty switch
        {
            "EC" => new EllipticKey(Elliptic(key), key.Kid),
            "RSA" => new RsaKey(Rsa(key), key.Kid),
            "oct" => new SecretKey(Bytes(key.K, "k"), key.Kid),
            _ => throw new FormatException("has a key whose kty is not EC, RSA or oct"),
        };
        return key.Alg is null || key.Alg == read.Algorithm.ToString() ? read : throw new FormatException($"has a key with an alg other than {read.Algorithm}");
    }

    private static ECParameters Elliptic(JsonWebKey key) => key.Crv != "P-256"
        ? throw new FormatException("has a key whose crv is not P-256")
        : new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Bytes(key.X, "x"), Y = Bytes(key.Y, "y") },
            D = key.D is null ? null : Bytes(key.D, "d"),
        };

    private static RSAParameters Rsa(JsonWebKey key)
    {
        var read = new RSAParameters { Modulus = Bytes(key.N, "n"), Exponent = Bytes(key.E, "e") };
        if (key.D is not null)
        {
            read.D = Bytes(key.D, "d");
            read.P = Bytes(key.P, "p");
            read.Q = Bytes(key.Q, "q");
            read.DP = Bytes(key.DP, "dp");
            read.DQ = Bytes(key.DQ, "dq");
            read.InverseQ = Bytes(key.InverseQ, "qi");
        }

        return read;
    }

    private static byte[] Bytes(string? text, string name) =>
        (text is null ? null : Base64Text.TryRead(text)) ?? throw new FormatException($"has a key without {name}, or with one that is not base64url");
}
