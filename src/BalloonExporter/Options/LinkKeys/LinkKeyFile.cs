using System.Security.Cryptography;
using System.Text;
using BalloonExporter.Core.Model;
using ExporterToolkit.Files;

namespace BalloonExporter.Options.LinkKeys;

/// <summary>A file with the keys of links: public keys as PEM, a JSON Web Key Set (RFC 7517), or one line with a secret.</summary>
internal static class LinkKeyFile
{
    private const int MostBytes = 64 * Kib.Bytes;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The keys that verify.</summary>
    /// <exception cref="FormatException">What is wrong with the file; its content is not quoted.</exception>
    public static LinkKeySet Read(string path)
    {
        var keys = ReadAny(path);
        // A private key does not belong on a hypervisor. A secret has to.
        return keys.IsPublic || keys.Algorithm == LinkAlgorithm.HS256
            ? keys
            : throw new FormatException($"{path} has a private key, which can sign: put its public key here (openssl pkey -pubout)");
    }

    /// <summary>The keys of a file that signs or verifies.</summary>
    /// <exception cref="FormatException">What is wrong with the file; its content is not quoted.</exception>
    public static LinkKeySet ReadAny(string path)
    {
        try
        {
            var file = SmallFile.Read(path, MostBytes);
            return file.WritableByOthers is { } problem ? throw new FormatException(problem) : Parse(path, Strict.GetString(file.Bytes).TrimStart('\ufeff').Trim());
        }
        catch (DecoderFallbackException)
        {
            throw new FormatException($"{path} is not UTF-8 text");
        }
        catch (IOException exception)
        {
            throw new FormatException(exception.Message, exception);
        }
    }

    /// <summary>A warning about a valid file; null when there is none.</summary>
    public static string? WarningOf(string path, LinkKeySet keys) => !keys.IsPublic && FileCalls.Status(path, out _) is { EverybodyMayRead: true } status
        ? $"{path} is readable by all users of this host (mode {status.Permissions}): chmod o-r {path}"
        : null;

    private static LinkKeySet Parse(string path, string text)
    {
        try
        {
            // What begins as a set of keys or as PEM is never a secret, however broken it is.
            return new LinkKeySet(
                text.StartsWith('{') ? JsonWebKeys.Read(text)
                : text.Contains("-----", StringComparison.Ordinal) ? PemKeys.Read(text)
                : [Secret(text)]);
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            throw new FormatException($"{path} {exception.Message}", exception);
        }
    }

    private static SecretKey Secret(string text)
    {
        if (text.Length == 0)
            throw new FormatException("is empty");
        if (text.Any(char.IsControl))
            throw new FormatException("is neither PEM, nor a JSON Web Key Set, nor one line with a secret");
        return new SecretKey(Encoding.UTF8.GetBytes(text), id: null);
    }
}
