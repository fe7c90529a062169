using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ExporterToolkit.Files;

namespace ExporterToolkit.Configuration;

/// <summary>A PEM file with trusted certificate authorities.</summary>
public static class AuthorityFile
{
    // Twice the size of the CA bundles of distributions.
    private const int MostBytes = 1024 * 1024;

    /// <summary>Reads the file. It has at least one certificate.</summary>
    /// <exception cref="FormatException">The file cannot be read, or has no certificate. The message names it.</exception>
    public static X509Certificate2Collection Read(string path, out FileVersion version)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            var file = SmallFile.Read(path, MostBytes);
            version = FileVersion.Of(file, MostBytes);
            certificates.ImportFromPem(Encoding.UTF8.GetString(file.Bytes));
        }
        catch (IOException exception)
        {
            throw new FormatException(exception.Message, exception);
        }
        catch (CryptographicException exception)
        {
            throw new FormatException($"{path}: {exception.Message}", exception);
        }

        return certificates.Count > 0 ? certificates : throw new FormatException($"{path} has no certificate");
    }
}
