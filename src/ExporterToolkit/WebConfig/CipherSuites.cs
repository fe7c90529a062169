using System.Net.Security;

namespace ExporterToolkit.WebConfig;

/// <summary>The names that <c>cipher_suites</c> takes: those of Go's <c>tls.CipherSuites</c>.</summary>
/// <remarks>Their order means nothing, as in Go since 1.17: client and server agree on what suits both best.</remarks>
public static class CipherSuites
{
    // As in Go, these cannot be switched off by the list: min_version and max_version decide whether there is TLS 1.3.
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
        // Up to Go 1.21, with which the exporters of Debian 12 are built.
        TlsCipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA,
        TlsCipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA,
    ];

    public static TlsCipherSuite? TryParse(string name) =>
        OfTls12.Concat(OfTls13).Where(suite => suite.ToString() == name).Select(suite => (TlsCipherSuite?)suite).FirstOrDefault();

    /// <summary>Whether TLS 1.2 could use one of them.</summary>
    public static bool AnyOfTls12(IEnumerable<TlsCipherSuite> suites) => suites.Any(OfTls12.Contains);

    /// <summary>What may be agreed on when a list was given.</summary>
    public static CipherSuitesPolicy PolicyOf(IEnumerable<TlsCipherSuite> suites) => new([.. OfTls13, .. suites.Except(OfTls13)]);
}
