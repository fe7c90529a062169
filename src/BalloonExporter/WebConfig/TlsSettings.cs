using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace BalloonExporter.WebConfig;

/// <summary>How connections are encrypted, and which clients are let in.</summary>
internal sealed class TlsSettings(SslStreamCertificateContext certificate)
{
    public required SslProtocols Protocols { get; init; }

    public required ClientPolicy Clients { get; init; }

    /// <summary>Who may vouch for clients; null: whom this machine trusts.</summary>
    public X509Certificate2Collection? ClientAuthorities { get; init; }

    /// <summary>Null: any name.</summary>
    public IReadOnlyList<string>? ClientNames { get; init; }

    /// <summary>A fresh set for one handshake.</summary>
    public SslServerAuthenticationOptions ForHandshake() => new()
    {
        ServerCertificateContext = certificate,
        EnabledSslProtocols = Protocols,
        ClientCertificateRequired = Clients.Asks,
        // A client that was let in under an older configuration must show its certificate again.
        AllowTlsResume = false,
        CertificateChainPolicy = ChainPolicy(),
        RemoteCertificateValidationCallback = (_, client, _, errors) =>
            Clients.Accepts(client is not null, errors) && HasAllowedName(client as X509Certificate2),
    };

    private bool HasAllowedName(X509Certificate2? client) =>
        ClientNames is null || (client is not null && SubjectAlternativeNames.Of(client).Any(ClientNames.Contains));

    private X509ChainPolicy ChainPolicy()
    {
        var policy = new X509ChainPolicy
        {
            // Neither lists of revoked certificates nor missing ones are fetched from addresses that a stranger's certificate names.
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        if (ClientAuthorities is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(ClientAuthorities);
        }

        return policy;
    }
}
