using System.Security.Cryptography.X509Certificates;

namespace ExporterToolkit.WebConfig;

/// <summary>Checks whether .NET can serve TLS with a key. Unsupported keys can be loaded, but each handshake fails.</summary>
public static class ServableKey
{
    private const string Rsa = "1.2.840.113549.1.1.1";
    private const string Ec = "1.2.840.10045.2.1";

    // Minimum of OpenSSL at the default security level of distributions.
    private const int LeastRsaBits = 2048;

    private const string Remedy =
        "create a supported one: openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 365 -subj /CN=HOST " +
        "-addext subjectAltName=DNS:HOST -keyout server.key -out server.crt";

    // P-256, P-384, P-521: TLS 1.3 signs with no other curves.
    private static readonly string[] Curves = ["1.2.840.10045.3.1.7", "1.3.132.0.34", "1.3.132.0.35"];

    /// <summary>Why a server cannot use the certificate, and what to do; null when it can.</summary>
    public static string? ProblemOf(X509Certificate2 certificate) =>
        NameOf(certificate) is { } key ? $"a certificate with {key} is not supported; {Remedy}" : null;

    private static string? NameOf(X509Certificate2 certificate)
    {
        switch (certificate.PublicKey.Oid.Value)
        {
            case Rsa:
                using (var rsa = certificate.GetRSAPublicKey()!)
                    return rsa.KeySize < LeastRsaBits ? $"an RSA key of {rsa.KeySize} bits" : null;
            case Ec:
                using (var ec = certificate.GetECDsaPublicKey())
                {
                    var curve = ec?.ExportParameters(includePrivateParameters: false).Curve.Oid;
                    return Curves.Contains(curve?.Value) ? null : $"an EC key on the curve {curve?.FriendlyName ?? curve?.Value}";
                }

            case "1.3.101.112":
                return "an Ed25519 key";
            case "1.3.101.113":
                return "an Ed448 key";
            case "1.2.840.10040.4.1":
                return "a DSA key";
            case "1.2.840.113549.1.1.10":
                return "an RSA-PSS key";
            case var other:
                return $"a key of type {other}";
        }
    }
}
