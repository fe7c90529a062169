using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ExporterToolkit.Configuration;

/// <summary>Connections to a server that was named by the operator.</summary>
public static class ServerTrust
{
    /// <summary>Connections that follow no redirect and use no proxy: credentials are sent only to the configured address.</summary>
    /// <param name="authorities">Trusted authorities; null: those of this machine.</param>
    public static SocketsHttpHandler Connections(X509Certificate2Collection? authorities)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.GZip,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        if (authorities is not null)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(authorities);
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        }

        return handler;
    }
}
