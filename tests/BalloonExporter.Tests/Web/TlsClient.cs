using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ExporterToolkit.Tests.WebConfig;

namespace BalloonExporter.Tests.Web;

/// <summary>A client that trusts one authority only, and may show a certificate of its own.</summary>
internal static class TlsClient
{
    public static HttpClient Create(
        TestCertificates trusted, X509Certificate2? certificate = null, SslProtocols protocol = SslProtocols.None, Action<X509Certificate2>? seen = null,
        CipherSuitesPolicy? suites = null)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(trusted.AuthorityPem));
        var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                EnabledSslProtocols = protocol,
                CipherSuitesPolicy = suites,
                CertificateChainPolicy = policy,
                LocalCertificateSelectionCallback = certificate is null ? null : (_, _, _, _, _) => certificate,
                RemoteCertificateValidationCallback = (_, server, _, errors) =>
                {
                    seen?.Invoke((X509Certificate2)server!);
                    return errors == SslPolicyErrors.None;
                },
            },
        };
        return new HttpClient(handler)
        {
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
    }
}
