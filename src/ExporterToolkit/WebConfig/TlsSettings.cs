using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ExporterToolkit.WebConfig;

/// <summary>TLS settings of the server, and which clients are accepted.</summary>
public sealed class TlsSettings(SslStreamCertificateContext certificate)
{
    // id-kp-clientAuth
    private const string ClientPurpose = "1.3.6.1.5.5.7.3.2";

    public required SslProtocols Protocols { get; init; }

    public required ClientPolicy Clients { get; init; }

    /// <summary>Trusted authorities for client certificates; null: those of this machine.</summary>
    public X509Certificate2Collection? ClientAuthorities { get; init; }

    /// <summary>Accepted client names; null: any name.</summary>
    public IReadOnlyList<string>? ClientNames { get; init; }

    /// <summary>Cipher suites; null: OpenSSL's default.</summary>
    public CipherSuitesPolicy? CipherSuites { get; init; }

    /// <summary>New options for one handshake.</summary>
    /// <param name="showed">Receives the intermediate certificates of an accepted client.</param>
    public SslServerAuthenticationOptions ForHandshake(Action<X509Certificate2Collection> showed) => new()
    {
        ServerCertificateContext = certificate,
        EnabledSslProtocols = Protocols,
        CipherSuitesPolicy = CipherSuites,
        ClientCertificateRequired = Clients.Asks,
        // Without resumption each connection shows its certificate, so that settings changed since apply.
        AllowTlsResume = false,
        CertificateChainPolicy = ChainPolicy(),
        RemoteCertificateValidationCallback = (_, client, chain, errors) =>
        {
            if (!Clients.Accepts(client is not null, errors) || !HasAllowedName(client as X509Certificate2))
                return false;
            showed(CopyOf(chain?.ChainPolicy.ExtraStore));
            return true;
        },
    };

    /// <summary>Whether a client accepted under other settings would be accepted under these.</summary>
    /// <param name="client">The client's certificate.</param>
    /// <param name="besides">Intermediate certificates sent with it.</param>
    public bool WouldAccept(X509Certificate2? client, X509Certificate2Collection besides)
    {
        if (client is null)
            return !Clients.Requires;
        return (!Clients.Verifies || IsTrusted(client, besides)) && HasAllowedName(client);
    }

    private bool IsTrusted(X509Certificate2 client, X509Certificate2Collection besides)
    {
        using var chain = new X509Chain { ChainPolicy = ChainPolicy() };
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientPurpose));
        chain.ChainPolicy.ExtraStore.AddRange(besides);
        return chain.Build(client);
    }

    private bool HasAllowedName(X509Certificate2? client) =>
        ClientNames is null || (client is not null && SubjectAlternativeNames.Of(client).Any(ClientNames.Contains));

    // A copy, since the handshake disposes of its own.
    private static X509Certificate2Collection CopyOf(X509Certificate2Collection? certificates) =>
        [.. (certificates ?? []).Select(each => X509CertificateLoader.LoadCertificate(each.RawData))];

    private X509ChainPolicy ChainPolicy()
    {
        var policy = new X509ChainPolicy
        {
            // Neither revocation lists nor missing certificates are downloaded: a client's certificate could name any address.
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
