using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ExporterToolkit.Tests.WebConfig;

/// <summary>An authority and what it signs, made for one test.</summary>
internal sealed class TestCertificates
{
    private readonly X509Certificate2 _authority;

    public TestCertificates(string name = "authority")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _authority = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(10));
    }

    public string AuthorityPem => _authority.ExportCertificatePem();

    /// <summary>A server's certificate for 127.0.0.1.</summary>
    public X509Certificate2 Server(string name = "server") => Sign(name, "1.3.6.1.5.5.7.3.1", names => names.AddIpAddress(IPAddress.Loopback));

    public X509Certificate2 Client(Action<SubjectAlternativeNameBuilder>? names = null, string purpose = "1.3.6.1.5.5.7.3.2") =>
        Sign("client", purpose, names ?? (builder => builder.AddDnsName("client.example")));

    /// <summary>Writes ca.crt, server.crt and server.key.</summary>
    public X509Certificate2 WriteTo(string folder)
    {
        var server = Server();
        File.WriteAllText(Path.Combine(folder, "ca.crt"), AuthorityPem);
        File.WriteAllText(Path.Combine(folder, "server.crt"), server.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "server.key"), server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return server;
    }

    private X509Certificate2 Sign(string name, string purpose, Action<SubjectAlternativeNameBuilder> names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], true));
        var builder = new SubjectAlternativeNameBuilder();
        names(builder);
        request.CertificateExtensions.Add(builder.Build());
        using var signed = request.Create(_authority, _authority.NotBefore, _authority.NotAfter, RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }
}
