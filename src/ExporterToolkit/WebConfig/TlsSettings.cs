using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ExporterToolkit.WebConfig;

/// <summary>How connections are encrypted, and which clients are let in.</summary>
public sealed class TlsSettings(SslStreamCertificateContext certificate)
{
    // id-kp-clientAuth
    private const string ClientPurpose = "1.3.6.1.5.5.7.3.2";

    public required SslProtocols Protocols { get; init; }

    public required ClientPolicy Clients { get; init; }

    /// <summary>Who may vouch for clients; null: whom this machine trusts.</summary>
    public X509Certificate2Collection? ClientAuthorities { get; init; }

    /// <summary>Null: any name.</summary>
    public IReadOnlyList<string>? ClientNames { get; init; }

    /// <summary>Null: what OpenSSL offers by itself.</summary>
    public CipherSuitesPolicy? CipherSuites { get; init; }

    /// <summary>A fresh set for one handshake.</summary>
    /// <param name="showed">Told of the certificates that an accepted client sent besides its own.</param>
    public SslServerAuthenticationOptions ForHandshake(Action<X509Certificate2Collection> showed) => new()
    {
        ServerCertificateContext = certificate,
        EnabledSslProtocols = Protocols,
        CipherSuitesPolicy = CipherSuites,
        ClientCertificateRequired = Clients.Asks,
        // A client that was let in under an older configuration must show its certificate again.
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

    /// <summary>Whether a client that came in under other settings would be let in now.</summary>
    /// <param name="client">The certificate that it showed.</param>
    /// <param name="besides">Those that it sent with it.</param>
    public bool WouldAccept(X509Certificate2? client, X509Certificate2Collection besides)
    {
        if (client is null)
            return !Clients.Requires;
        return (!Clients.Verifies || IsVouchedFor(client, besides)) && HasAllowedName(client);
    }

    private bool IsVouchedFor(X509Certificate2 client, X509Certificate2Collection besides)
    {
        using var chain = new X509Chain { ChainPolicy = ChainPolicy() };
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientPurpose));
        chain.ChainPolicy.ExtraStore.AddRange(besides);
        return chain.Build(client);
    }

    private bool HasAllowedName(X509Certificate2? client) =>
        ClientNames is null || (client is not null && SubjectAlternativeNames.Of(client).Any(ClientNames.Contains));

    // The handshake throws its own away.
    private static X509Certificate2Collection CopyOf(X509Certificate2Collection? certificates) =>
        [.. (certificates ?? []).Select(each => X509CertificateLoader.LoadCertificate(each.RawData))];

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
