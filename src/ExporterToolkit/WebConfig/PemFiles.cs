using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ExporterToolkit.Files;

namespace ExporterToolkit.WebConfig;

/// <summary>Certificates and keys, from files or inline. Remembers the files read.</summary>
public sealed class PemFiles(string folder)
{
    // Twice the size of the CA bundles of distributions.
    private const int MostBytes = 1024 * 1024;

    private readonly List<FileVersion> _read = [];
    private readonly List<string> _warnings = [];

    public IReadOnlyList<FileVersion> Read => _read;

    public IReadOnlyList<string> Warnings => _warnings;

    public SslStreamCertificateContext Certificate(string? certificate, string? certificateFile, string? key, string? keyFile)
    {
        var certificatePem = Pem("cert", certificate, certificateFile, isSecret: false);
        var keyPem = Pem("key", key, keyFile, isSecret: true);
        try
        {
            using (var withoutKey = X509Certificate2.CreateFromPem(certificatePem))
            {
                if (ServableKey.ProblemOf(withoutKey) is { } problem)
                    throw new FormatException($"cert_file: {problem}");
            }

            var leaf = X509Certificate2.CreateFromPem(certificatePem, keyPem);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(certificatePem);
            chain.RemoveAt(0);
            // Offline: do not download missing intermediate certificates at the start.
            return SslStreamCertificateContext.Create(leaf, chain, offline: true);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new FormatException($"cert_file and key_file do not match: {exception.Message}", exception);
        }
    }

    public X509Certificate2Collection Authorities(string? authorities, string? file)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(Pem("client_ca", authorities, file, isSecret: false));
        }
        catch (CryptographicException exception)
        {
            throw new FormatException($"client_ca_file: {exception.Message}", exception);
        }

        return certificates.Count > 0 ? certificates : throw new FormatException("client_ca_file contains no certificate");
    }

    private string Pem(string key, string? inline, string? file, bool isSecret)
    {
        if (inline is not null && file is not null)
            throw new FormatException($"{key} and {key}_file are mutually exclusive");
        if (inline is not null)
            return inline;
        if (file is null)
            throw new FormatException($"{key}_file is missing");
        try
        {
            var read = SmallFile.Read(Path.Combine(folder, file), MostBytes);
            _read.Add(FileVersion.Of(read, MostBytes));
            if (isSecret)
                CheckSecret($"{key}_file", read);
            return Encoding.UTF8.GetString(read.Bytes);
        }
        catch (IOException exception)
        {
            throw new FormatException($"{key}_file: {exception.Message}", exception);
        }
    }

    private void CheckSecret(string key, SmallFile file)
    {
        if (file.WritableByOthers is { } problem)
            throw new FormatException($"{key}: {problem}");
        if (file.Status.EverybodyMayRead)
            _warnings.Add($"tls_server_config.{key}: {file.Stamp.Path} is readable by all users of this host (mode {file.Status.Permissions}): chmod o-r it");
    }
}
