using System.Net.Security;

namespace ExporterToolkit.WebConfig;

/// <summary>The names accepted in <c>cipher_suites</c>: those of Go's <c>tls.CipherSuites</c>.</summary>
/// <remarks>Their order is ignored, as in Go since 1.17: client and server negotiate.</remarks>
public static class CipherSuites
{
    // As in Go, TLS 1.3 suites cannot be disabled by the list: min_version and max_version decide about TLS 1.3.
    private static readonly TlsCipherSuite[] OfTls13 =
        [TlsCipherSuite.TLS_AES_128_GCM_SHA256, TlsCipherSuite.TLS_AES_256_GCM_SHA384, TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256];

    private static readonly TlsCipherSuite[] OfTls12 =
    [
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,
        // Accepted up to Go 1.21, which the exporters of Debian 12 are built with.
        TlsCipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA,
        TlsCipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA,
    ];

    public static TlsCipherSuite? TryParse(string name) =>
        OfTls12.Concat(OfTls13).Where(suite => suite.ToString() == name).Select(suite => (TlsCipherSuite?)suite).FirstOrDefault();

    /// <summary>Whether the list contains a suite for TLS 1.2.</summary>
    public static bool AnyOfTls12(IEnumerable<TlsCipherSuite> suites) => suites.Any(OfTls12.Contains);

    /// <summary>The policy for a given list of suites.</summary>
    public static CipherSuitesPolicy PolicyOf(IEnumerable<TlsCipherSuite> suites) => new([.. OfTls13, .. suites.Except(OfTls13)]);
}
