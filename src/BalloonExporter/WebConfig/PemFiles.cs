using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BalloonExporter.Files;

namespace BalloonExporter.WebConfig;

/// <summary>Certificates and keys, from files beside the configuration file or written into it. Remembers the files.</summary>
internal sealed class PemFiles(string folder)
{
    private readonly List<FileStamp> _read = [];

    public IReadOnlyList<FileStamp> Read => _read;

    public SslStreamCertificateContext Certificate(string? certificate, string? certificateFile, string? key, string? keyFile)
    {
        var certificatePem = Pem("cert", certificate, certificateFile);
        var keyPem = Pem("key", key, keyFile);
        try
        {
            var leaf = X509Certificate2.CreateFromPem(certificatePem, keyPem);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(certificatePem);
            chain.RemoveAt(0);
            // Offline: a server that starts does not fetch what its operator forgot.
            return SslStreamCertificateContext.Create(leaf, chain, offline: true);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new FormatException($"cert_file and key_file are no pair: {exception.Message}", exception);
        }
    }

    public X509Certificate2Collection Authorities(string? authorities, string? file)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(Pem("client_ca", authorities, file));
        }
        catch (CryptographicException exception)
        {
            throw new FormatException($"client_ca_file: {exception.Message}", exception);
        }

        return certificates.Count > 0 ? certificates : throw new FormatException("client_ca_file holds no certificate");
    }

    private string Pem(string key, string? inline, string? file)
    {
        if (inline is not null && file is not null)
            throw new FormatException($"{key} and {key}_file cannot both be given");
        if (inline is not null)
            return inline;
        if (file is null)
            throw new FormatException($"{key}_file is missing");
        var path = Path.Combine(folder, file);
        // Before it is read: a change in between is noticed at the next look.
        _read.Add(FileStamp.Of(path));
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"{key}_file: {exception.Message}", exception);
        }
    }
}
